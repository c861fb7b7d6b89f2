import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Reads a bare repository by plumbing, without any configuration of the machine. */
export class BareRepository {
  readonly #folder: string;
  readonly #blobs = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Commit of a branch. @throws Error with git's words when there is none. */
  async head(branch: string): Promise<string> {
    return (await this.#git('rev-parse', '--verify', `refs/heads/${branch}^{commit}`)).trim();
  }

  /** Files below a folder at a commit, path to content; empty when the folder is not there. */
  async files(sha: string, folder: string): Promise<ReadonlyMap<string, string>> {
    const listing = await this.#git('ls-tree', '-r', '-z', sha, '--', `${folder}/`);
    const files = new Map<string, string>();
    for (const line of listing.split('\0').filter(Boolean)) {
      const match = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line);
      if (match?.[1] && match[2]) files.set(match[2], await this.#blob(match[1]));
    }
    return files;
  }

  async #blob(id: string): Promise<string> {
    const known = this.#blobs.get(id);
    if (known !== undefined) return known;
    const content = await this.#git('cat-file', 'blob', id);
    this.#blobs.set(id, content);
    return content;
  }

  async #git(...args: string[]): Promise<string> {
    const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const { stdout } = await run('git', ['--git-dir', this.#folder, ...args], { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  }
}
