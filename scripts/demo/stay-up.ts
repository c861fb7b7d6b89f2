import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import type { Shells } from './shell.ts';
import type { Stage } from './stage.ts';

/** Says where everything can be looked at, and waits for Ctrl-C. */
export async function stayUp(
  stage: Stage,
  shells: Shells,
  status: RequestStatus | undefined,
  { say, interrupted }: { say: (line: string) => void; interrupted: AbortSignal },
): Promise<void> {
  for (const line of [...places(stage, status), ...commands(shells, status)]) say(line);
  say('Ctrl-C ends every process and says what was kept.');
  if (interrupted.aborted) return;
  await new Promise<void>((resolve) => interrupted.addEventListener('abort', () => resolve(), { once: true }));
}

function places({ sandbox, temporal }: Stage, status: RequestStatus | undefined): string[] {
  const { mail, slack, github, apiUrl } = sandbox;
  return [
    '',
    `  Portal        ${apiUrl}${status ? `/requests/${status.reference}` : ''}`,
    `                sign in as ${PEOPLE.dana.id}, who asks, ${PEOPLE.sam.id}, support, ${PEOPLE.lee.id}, the lead, or ${PEOPLE.olga.id}, who operates;`,
    `                the password of ${PEOPLE.dana.id} is ${PEOPLE.dana.password}, and so on`,
    `  Temporal UI   ${workflowUrl(temporal.uiUrl, status) ?? '(of your own Temporal)'}`,
    `  Mailboxes     ${mail.pageUrl}`,
    `  Answers       ${mail.pageUrl}${status?.requester ?? PEOPLE.dana.mail}`,
    `  Pull request  ${status?.pullRequest?.url ?? `(none yet; they will be at ${github.url}/${github.fleet}/pull/1)`}`,
    `  Slack         ${slack.pageUrl}?as=${PEOPLE.lee.slack}`,
  ];
}

function workflowUrl(uiUrl: string | undefined, status: RequestStatus | undefined): string | undefined {
  if (!uiUrl || !status) return uiUrl;
  return `${uiUrl}/namespaces/default/workflows/${encodeURIComponent(status.workflowId)}`;
}

function commands(shells: Shells, status: RequestStatus | undefined): string[] {
  const people = Object.values<SandboxPerson>(PEOPLE).filter(({ inDirectory }) => inDirectory);
  return [
    '',
    'The berth command in another terminal, in this folder, with BERTH_API and',
    'BERTH_TOKEN of one of these people:',
    ...people.map((person) => `  ${shells.become(person).padEnd(34)} # ${person.name}${roles(person)}`),
    `  berth ${status ? `status ${status.reference}` : 'tasks'}`,
    '',
    'Another request: write a mail on the page of the mailboxes and act for the',
    'people yourself; or start the demo again with --mail FILE.eml or --hands-on.',
  ];
}

const roles = ({ groups }: SandboxPerson) => (groups.length > 0 ? `, ${groups.join(', ')}` : '');
