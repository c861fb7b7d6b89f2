/* What people do outside of messages: they open the tab of the app and press there, and write its command. */
import { type Door, deliver } from './door.ts';
import { findButton } from './interactivity.ts';
import { formatHome } from './methods.ts';
import { sentBy } from './payload.ts';
import { APP, directOf, type HomeView, type Store, userById } from './store.ts';

/** A click on a button of somebody's tab. */
export interface HomeClick {
  /** Slack user id. */
  readonly person: string;
  readonly actionId: string;
  /** Tells apart buttons of one action; the first when left out. */
  readonly value?: string;
}

const ANSWER_MS = 3_000;

/** Opens the tab: the app is told, and what it shows is there once it has published it. Returns the status of the answer. */
export async function openHome(store: Store, door: Door, person: string): Promise<number> {
  const user = memberOf(person);
  const event = {
    type: 'app_home_opened',
    user: user.slack,
    channel: directOf(person),
    tab: 'home',
    event_ts: store.now(),
  };
  const payload = {
    token: 'sandbox-verification',
    team_id: APP.team,
    api_app_id: APP.app,
    type: 'event_callback',
    event_id: `Ev${event.event_ts}`,
    event_time: Math.floor(Number(event.event_ts)),
    event,
  };
  return (await deliver(door, { type: 'events_api', payload }, ANSWER_MS)).status;
}

/** @throws when they see no such button. */
export async function clickHome(store: Store, door: Door, { person, actionId, value }: HomeClick): Promise<number> {
  const user = memberOf(person);
  const home = store.home(person);
  const found = home && findButton(home.blocks, actionId, value);
  if (!home || !found) throw new Error(`${person} sees no button ${actionId} in their tab`);
  const payload = homeActions(store, user, home, found);
  return (await deliver(door, { type: 'interactive', payload }, ANSWER_MS)).status;
}

function homeActions(
  store: Store,
  user: ReturnType<typeof memberOf>,
  home: HomeView,
  { block, button }: NonNullable<ReturnType<typeof findButton>>,
): object {
  return {
    type: 'block_actions',
    ...sentBy(store, user),
    container: { type: 'view', view_id: home.id },
    view: formatHome(home),
    actions: [{ ...button, block_id: block.block_id, action_ts: store.now() }],
  };
}

/** What the command answers its writer; empty when it says nothing. @throws for an answer that Slack would not take. */
export async function command(store: Store, door: Door, person: string, text: string): Promise<string> {
  const user = memberOf(person);
  const payload = {
    token: 'sandbox-verification',
    team_id: APP.team,
    team_domain: 'sandbox',
    channel_id: directOf(person),
    channel_name: 'directmessage',
    user_id: user.slack,
    user_name: user.id,
    command: '/berth',
    text,
    api_app_id: APP.app,
    is_enterprise_install: 'false',
    response_url: `${door.responseUrl}${directOf(person)}/${user.slack}`,
    trigger_id: store.addTrigger(user.slack),
  };
  const { status, body } = await deliver(door, { type: 'slash_commands', payload }, ANSWER_MS);
  if (status !== 200) throw new Error(`/berth failed with the error "dispatch_failed": Berth answered ${status}`);
  return body === '' ? '' : sayTo(store, user.slack, body);
}

/** The answer is a message that only its writer sees. */
function sayTo(store: Store, person: string, body: string): string {
  const { response_type, text } = JSON.parse(body) as { response_type?: unknown; text?: unknown };
  if (response_type !== 'ephemeral' || typeof text !== 'string') throw new Error(`No answer to a command: ${body}`);
  store.add({ channel: directOf(person), text, blocks: [], ephemeralTo: person });
  return text;
}

function memberOf(person: string) {
  const user = userById(person);
  if (!user) throw new Error(`Nobody is ${person}`);
  return user;
}
