import { type Fleet, isGithubRefusal, orMissing } from '../../clients/github-fleet.ts';
import { branchHead, openFleet } from '../../clients/github-tree.ts';
import { LEDGER_BRANCH, type LedgerEntry, ledgerPath } from '../../domain/ledger.ts';
import type { RepositoryDeps } from './deps.ts';
import { blobSha } from './objects.ts';

const README = `# Ledger

What became of each request, as Berth writes it when the request has ended: \`<year>/<month>/<project>/<reference>.json\`, by the
month of its end, \`_\` where no project was known yet. An entry is never changed: \`<reference>.2.json\` corrects the one before.
This branch shares nothing with main, and nobody merges it.
`;

/** A file in the ledger's branch, yet to be written. */
interface NewEntry {
  readonly path: string;
  readonly content: string;
  readonly message: string;
}

/** One write; the very first entry of a fleet makes the branch, which takes three. */
export async function writeLedger({ github }: RepositoryDeps, { entry }: { entry: LedgerEntry }): Promise<void> {
  const fleet = await openFleet(github);
  const content = `${JSON.stringify(entry, null, 2)}\n`;
  const message = `Close ${entry.reference}: ${entry.outcome}\n\nBerth-Request: ${entry.reference}`;
  if (!(await branchHead(fleet, LEDGER_BRANCH))) {
    const began = await beginLedger(fleet, { path: ledgerPath(entry), content, message });
    if (began) return;
  }
  const path = await freePath(fleet, entry, content);
  if (path) await append(fleet, { path, content, message });
}

/** Where the entry is to be written; undefined when it is there already. What is there with other content stays. */
async function freePath(fleet: Fleet, entry: LedgerEntry, content: string): Promise<string | undefined> {
  for (let version = 1; ; version++) {
    const path = ledgerPath(entry, version);
    const there = await shaOf(fleet, path);
    if (there === undefined) return path;
    if (there === blobSha(content)) return undefined;
  }
}

async function shaOf(fleet: Fleet, path: string): Promise<string | undefined> {
  const found = await orMissing(fleet.rest.repos.getContent({ ...fleet.at, path, ref: LEDGER_BRANCH }));
  return found && !Array.isArray(found.data) ? found.data.sha : undefined;
}

async function append(fleet: Fleet, { path, content, message }: NewEntry): Promise<void> {
  await fleet.rest.repos.createOrUpdateFileContents({
    ...fleet.at,
    path,
    message,
    branch: LEDGER_BRANCH,
    content: Buffer.from(content).toString('base64'),
  });
}

/** A branch without a parent that holds this entry. False when another request has made it meanwhile. */
async function beginLedger(fleet: Fleet, entry: NewEntry): Promise<boolean> {
  const files = [{ path: 'README.md', content: README }, entry];
  const tree = files.map(({ path, content }) => ({ path, content, mode: '100644', type: 'blob' }) as const);
  const { data: written } = await fleet.rest.git.createTree({ ...fleet.at, tree });
  const root = { message: entry.message, tree: written.sha, parents: [] };
  const { data: made } = await fleet.rest.git.createCommit({ ...fleet.at, ...root });
  try {
    await fleet.rest.git.createRef({ ...fleet.at, ref: `refs/heads/${LEDGER_BRANCH}`, sha: made.sha });
    return true;
  } catch (error) {
    const isTaken = isGithubRefusal(error) && error.status === 422;
    if (isTaken && (await branchHead(fleet, LEDGER_BRANCH))) return false;
    throw error;
  }
}
