import { type Fleet, MAIN, orMissing } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import type { RepositoryWriteActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { RepositoryDeps } from './deps.ts';
import { blobSha } from './objects.ts';

type Input = Parameters<RepositoryWriteActivities['writeLedger']>[0];

/** One file a request, written once, straight to main. @throws Rejected when it is there with other content. */
export async function writeLedger({ github }: RepositoryDeps, input: Input): Promise<void> {
  const fleet = await openFleet(github);
  const { reference, closedAt, record } = input;
  const path = `ledger/${closedAt.slice(0, 4)}/${reference}.json`;
  const content = `${JSON.stringify({ reference, closedAt, record }, null, 2)}\n`;
  const there = await shaOf(fleet, path);
  if (there === blobSha(content)) return;
  if (there) throw failure('Rejected', `${path} holds another record already; the ledger is never changed.`);
  await fleet.rest.repos.createOrUpdateFileContents({
    ...fleet.at,
    path,
    branch: MAIN,
    message: `Close ${reference}\n\nBerth-Request: ${reference}`,
    content: Buffer.from(content).toString('base64'),
  });
}

async function shaOf(fleet: Fleet, path: string): Promise<string | undefined> {
  const found = await orMissing(fleet.rest.repos.getContent({ ...fleet.at, path, ref: MAIN }));
  return found && !Array.isArray(found.data) ? found.data.sha : undefined;
}
