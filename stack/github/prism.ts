import { join } from 'node:path';
import { freePorts } from '../../scripts/kit/ports.ts';
import { type Daemon, startDaemon } from '../kit/daemon.ts';
import { pathsOf } from '../programs/program.ts';
import { GITHUB_PROGRAMS } from '../programs/services.ts';
import { writeDescription } from './description.ts';
import { JUDGED_PATHS } from './paths.ts';

export interface Prism extends Pick<Daemon, 'close'> {
  readonly url: string;
}

/** Prism with GitHub's description, in front of `upstream`. @throws MissingPrograms */
export async function startPrism(folder: string, upstream: string): Promise<Prism> {
  const { prism, 'github-openapi': whole } = pathsOf(GITHUB_PROGRAMS);
  const description = join(folder, 'github-openapi.json');
  writeDescription(whole, description, JUDGED_PATHS);
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const where = ['--host', '127.0.0.1', '--port', String(port)];
  const { close } = await startDaemon(folder, {
    name: 'prism',
    program: process.execPath,
    args: [prism, 'proxy', description, upstream, ...where, '--errors', 'false', '--verboseLevel', 'error'],
    ready: async () => (await fetch(url)).status > 0,
  });
  return { url, close };
}
