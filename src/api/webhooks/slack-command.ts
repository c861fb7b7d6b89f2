/* `/berth` in Slack: asks by a form, tells how a request stands. */
import { z } from 'zod';
import { REFERENCE } from '../../domain/naming.ts';
import { requestUrl } from '../../domain/page-url.ts';
import { askModal } from '../../domain/slack-ask.ts';
import { escapeMrkdwn, link } from '../../domain/slack-text.ts';
import { describeStatus } from '../../domain/status-text.ts';
import { didYouMean } from '../../domain/suggest.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { visibleRequest } from '../request-reading.ts';
import { callerInSlack } from './slack-caller.ts';
import { wordsFor } from './slack-decision.ts';

const command = z.object({
  command: z.literal('/berth'),
  text: z.string().default(''),
  user_id: z.string().min(1),
  trigger_id: z.string().min(1),
  response_url: z.url().max(1000).optional().catch(undefined),
});
export type SlackCommand = z.infer<typeof command>;

/** Undefined for what is not our command. */
export const readCommand = (payload: unknown): SlackCommand | undefined => command.safeParse(payload).data;

const HELP = [
  '`/berth` asks for a project, by a form',
  '`/berth status BR-7F3K2M9QXA` tells how a request stands and whom it waits for',
  '`/berth help` says this',
  'What waits for you, and all that you have asked for, stands in the tab *Home* of this app.',
].join('\n');

/** Does what was written; returns what only its writer is told, undefined where a form says it. */
export async function handleCommand(
  deps: ApiDeps,
  { text, user_id, trigger_id }: SlackCommand,
): Promise<string | undefined> {
  const [verb = '', argument = ''] = text.trim().split(/\s+/);
  try {
    switch (verb.toLowerCase()) {
      case '':
      case 'ask':
        await deps.openSlackModal(trigger_id, askModal());
        return undefined;
      case 'status':
        return await standing(deps, user_id, argument.toUpperCase());
      case 'help':
        return HELP;
      default:
        return REFERENCE.test(verb.toUpperCase()) ? await standing(deps, user_id, verb.toUpperCase()) : unknown(verb);
    }
  } catch (error) {
    return escapeMrkdwn(wordsFor(deps, error, argument));
  }
}

function unknown(verb: string): string {
  const meant = didYouMean(verb, ['ask', 'status', 'help']);
  const guess = meant ? `Did you mean \`/berth ${meant}\`?` : 'There is no such command.';
  return `${guess}\n${HELP}`;
}

async function standing(deps: ApiDeps, slackId: string, reference: string): Promise<string> {
  const caller = await callerInSlack(deps, slackId);
  if (!REFERENCE.test(reference))
    throw new ApiProblem(422, `"${reference}" is no reference: one looks like BR-7F3K2M9QXA.`);
  const status = await visibleRequest(deps.client, caller, reference);
  const lines = describeStatus(status)
    .replaceAll('**', '')
    .split('\n')
    .filter((line) => line !== '');
  return [
    ...lines.map((line) => escapeMrkdwn(line)),
    link(requestUrl(deps.config, reference), 'Open it in Berth'),
  ].join('\n');
}
