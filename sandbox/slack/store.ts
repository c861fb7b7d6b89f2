import { PEOPLE, type SandboxPerson } from '../people.ts';
import type { Block } from './block.ts';
import type { OpenView } from './views.ts';

/** The app that Berth is in this workspace. */
export const APP = { team: 'T0SANDBOX', app: 'A0BERTH', bot: 'B0BERTH', user: 'U0BERTHBOT' } as const;
/** The channel `#berth`. */
export const TEAM_CHANNEL = 'C0BERTH';

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata?: Metadata;
  /** Of the message in whose thread it stands. */
  readonly threadTs?: string;
  /** True once `chat.update` has changed it. */
  readonly edited: boolean;
  /** Slack user id of the only person who sees it. */
  readonly ephemeralTo?: string;
}

/** What somebody's tab of the app shows. */
export interface HomeView {
  readonly id: string;
  /** Slack user id. */
  readonly person: string;
  readonly blocks: readonly Block[];
}

const TRIGGER_MS = 3_000;

/** Users, channels and messages of the workspace; all in memory. */
export class Store {
  #last = 0;
  #messages: Message[] = [];
  readonly #openDirects = new Set<string>();
  readonly #triggers = new Map<string, { person: string; until: number; used: boolean }>();
  readonly #views = new Map<string, OpenView>();
  readonly #homes = new Map<string, HomeView>();
  #viewsMade = 0;

  all(): readonly Message[] {
    return this.#messages;
  }

  find(channel: string, ts: string): Message | undefined {
    return this.#messages.find((m) => m.channel === channel && m.ts === ts);
  }

  add(message: Omit<Message, 'ts' | 'edited'>): Message {
    const added = { ...message, ts: this.now(), edited: false };
    this.#messages.push(added);
    return added;
  }

  replace(message: Message): void {
    this.#messages = this.#messages.map((m) => (m.channel === message.channel && m.ts === message.ts ? message : m));
  }

  openDirect(user: string): string {
    const channel = directOf(user);
    this.#openDirects.add(channel);
    return channel;
  }

  /** Channel id for what `chat.postMessage` takes: a channel, an open direct conversation, or a user. */
  resolveChannel(wanted: string): string | undefined {
    if (wanted === TEAM_CHANNEL || this.#openDirects.has(wanted)) return wanted;
    return userById(wanted) ? this.openDirect(wanted) : undefined;
  }

  /** A trigger id for something that this person does now. */
  addTrigger(person: string): string {
    const trigger = `${this.#triggers.size + 1}.${APP.team}.sandbox`;
    this.#triggers.set(trigger, { person, until: Date.now() + TRIGGER_MS, used: false });
    return trigger;
  }

  /** Uses a trigger up; whose it was, or Slack's word for why it cannot be. */
  useTrigger(id: string): { person: string } | { refusal: string } {
    const trigger = this.#triggers.get(id);
    if (!trigger) return { refusal: 'invalid_trigger_id' };
    if (trigger.used) return { refusal: 'exchanged_trigger_id' };
    if (Date.now() > trigger.until) return { refusal: 'expired_trigger_id' };
    trigger.used = true;
    return { person: trigger.person };
  }

  openView(view: Omit<OpenView, 'id' | 'errors'>): OpenView {
    this.#viewsMade += 1;
    const opened = { ...view, id: `V0${this.#viewsMade}`, errors: {} };
    this.#views.set(opened.id, opened);
    return opened;
  }

  /** What a member's tab of the app shows from now on. */
  publishHome(person: string, blocks: readonly Block[]): HomeView {
    const home = { id: this.#homes.get(person)?.id ?? `V0HOME${person}`, person, blocks };
    this.#homes.set(person, home);
    return home;
  }

  home(person: string): HomeView | undefined {
    return this.#homes.get(person);
  }

  /** Views that stand open, oldest first. */
  views(): readonly OpenView[] {
    return [...this.#views.values()];
  }

  replaceView(view: OpenView): void {
    this.#views.set(view.id, view);
  }

  closeView(id: string): void {
    this.#views.delete(id);
  }

  /** The time as Slack writes it, seconds and microseconds: unique and rising. */
  now(): string {
    this.#last = Math.max(this.#last + 1, Date.now() * 1000);
    return `${Math.floor(this.#last / 1_000_000)}.${String(this.#last % 1_000_000).padStart(6, '0')}`;
  }
}

/** The sandbox's people; those without a mail address in the directory are members too, as guests are. */
export const USERS: readonly SandboxPerson[] = Object.values(PEOPLE);
export const userById = (id: string): SandboxPerson | undefined => USERS.find((u) => u.slack === id);
export const userByMail = (mail: string): SandboxPerson | undefined =>
  USERS.find((u) => u.mail.toLowerCase() === mail.toLowerCase());
/** Id of the direct conversation of Berth with a user. */
export const directOf = (user: string): string => `D${user.slice(1)}`;

/** A user as `users.info` shows them. */
export function formatUser(person: SandboxPerson): Record<string, unknown> {
  return {
    id: person.slack,
    team_id: APP.team,
    name: person.id,
    real_name: person.name,
    deleted: false,
    is_bot: false,
    tz: 'Etc/UTC',
    profile: { real_name: person.name, display_name: person.name, email: person.mail },
  };
}
