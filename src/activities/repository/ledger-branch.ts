/* The ledger's branch: files are added to it, and never changed. */
import { type Fleet, isGithubRefusal, orMissing } from '../../clients/github-fleet.ts';
import { branchHead } from '../../clients/github-tree.ts';
import { LEDGER_BRANCH } from '../../domain/ledger.ts';

const README = `# Ledger

What became of each request, as Berth writes it when the request has ended: \`<year>/<month>/<project>/<reference>.json\`, by the
month of its end, \`_\` where no project was known yet. An entry is never changed: \`<reference>.2.json\` corrects the one before.
Beside that \`audit/\` is the record for auditors, each line bound to the one before: \`berth audit verify\` says whether it is whole.
This branch shares nothing with main, and nobody merges it.
`;

/** A file yet to be written. */
interface NewFile {
  readonly path: string;
  readonly content: string;
  readonly message: string;
}

/** The object id of a file in the ledger; undefined when there is none. */
export async function shaInLedger(fleet: Fleet, path: string): Promise<string | undefined> {
  const found = await orMissing(fleet.rest.repos.getContent({ ...fleet.at, path, ref: LEDGER_BRANCH }));
  return found && !Array.isArray(found.data) ? found.data.sha : undefined;
}

/** Makes the branch with this file in it. False when there is a branch already. It takes three writes. */
export async function beginLedger(fleet: Fleet, file: NewFile): Promise<boolean> {
  if (await branchHead(fleet, LEDGER_BRANCH)) return false;
  const files = [{ path: 'README.md', content: README }, file];
  const tree = files.map(({ path, content }) => ({ path, content, mode: '100644', type: 'blob' }) as const);
  const { data: written } = await fleet.rest.git.createTree({ ...fleet.at, tree });
  const root = { message: file.message, tree: written.sha, parents: [] };
  const { data: made } = await fleet.rest.git.createCommit({ ...fleet.at, ...root });
  return pointTo(fleet, made.sha);
}

/** False when another request has made the branch meanwhile. */
async function pointTo(fleet: Fleet, sha: string): Promise<boolean> {
  try {
    await fleet.rest.git.createRef({ ...fleet.at, ref: `refs/heads/${LEDGER_BRANCH}`, sha });
    return true;
  } catch (error) {
    const isTaken = isGithubRefusal(error) && error.status === 422;
    if (isTaken && (await branchHead(fleet, LEDGER_BRANCH))) return false;
    throw error;
  }
}

/** One write. GitHub refuses it where there is a file of that name. */
export async function addToLedger(fleet: Fleet, { path, content, message }: NewFile): Promise<void> {
  await fleet.rest.repos.createOrUpdateFileContents({
    ...fleet.at,
    path,
    message,
    branch: LEDGER_BRANCH,
    content: Buffer.from(content).toString('base64'),
  });
}
