import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PEOPLE } from '../../sandbox/people.ts';
import type { Surroundings } from '../../sandbox/sandbox.ts';

const run = promisify(execFile);

/** The countable end state of the outside systems: names of things, and how often each message arrived. */
export interface World {
  /** DN and, for a group, its members; of everything that belongs to the project. */
  readonly directory: readonly string[];
  /** `<head branch> <state>`. */
  readonly pulls: readonly string[];
  readonly branches: readonly string[];
  /** Subjects of main's commits, oldest first. */
  readonly main: readonly string[];
  /** `<cluster> <kind> <namespace>/<name>` of what carries Berth's mark. */
  readonly objects: readonly string[];
  /** How often each mail and Slack message arrived, by its marker. */
  readonly messages: Readonly<Record<string, number>>;
}

export async function readWorld(sandbox: Surroundings, project = 'payments'): Promise<World> {
  const { pulls, branches } = await sandbox.github.inspect();
  return {
    directory: await projectEntries(sandbox, project),
    pulls: pulls.map((pull) => `${pull.head} ${pull.merged ? 'merged' : pull.state}`),
    branches: [...branches.keys()].toSorted(),
    main: await subjects(sandbox.github.repositoryFolder),
    objects: await clusterObjects(sandbox),
    messages: await countMessages(sandbox),
  };
}

async function projectEntries({ directory }: Surroundings, project: string): Promise<string[]> {
  const ours = (await directory.entries()).filter(({ dn }) => dn.toLowerCase().includes(project));
  return ours.map(({ dn, attributes }) => [dn, ...(attributes['member'] ?? []).toSorted()].join(' | ')).toSorted();
}

async function subjects(repository: string): Promise<string[]> {
  const { stdout } = await run('git', ['--git-dir', repository, 'log', '--reverse', '--format=%s', 'main']);
  return stdout.trim().split('\n');
}

async function clusterObjects({ clusters }: Surroundings): Promise<string[]> {
  const names = [...clusters].map(async ([cluster, server]) =>
    (await server.objects())
      .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/managed-by'] === 'berth')
      .map(({ kind, metadata }) => `${cluster} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
  );
  return (await Promise.all(names)).flat().toSorted();
}

async function countMessages({ mail, slack }: Surroundings): Promise<Record<string, number>> {
  const people = Object.values(PEOPLE).filter((person) => person.mail.endsWith('@example.test'));
  const received = people.map(async (person) =>
    (await mail.received(person.mail)).map(({ messageId }) => `mail ${person.id} ${messageId}`),
  );
  const mails = (await Promise.all(received)).flat();
  // Who clicks while no worker lives is told so, alone, and clicks again.
  const posts = slack
    .messages()
    .filter(({ ephemeralTo }) => ephemeralTo === undefined)
    .map(({ channel, metadata }) => `slack ${channel} ${markerOf(metadata?.event_payload)}`);
  const counts: Record<string, number> = {};
  for (const marker of [...mails, ...posts]) counts[marker] = (counts[marker] ?? 0) + 1;
  return counts;
}

/** When a question was asked differs from run to run; that it was asked once does not. */
const markerOf = (payload: object | undefined): string =>
  JSON.stringify(payload && 'since' in payload ? { ...payload, since: 'then' } : payload);
