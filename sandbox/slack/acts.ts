import type { Door } from './door.ts';
import { clickHome, command, type HomeClick, openHome } from './home.ts';
import { type Click, click, type Sent, type Submission, submit } from './interactivity.ts';
import type { Store } from './store.ts';

/** What people do in Slack. */
export interface Acts {
  /** Clicks as a person and returns the HTTP status of the answer. Throws when they see no such button. */
  click(click: Click): Promise<number>;
  /** Sends a form as a person. Throws where Slack would tell them that it cannot be sent. */
  submit(form: Submission): Promise<Sent>;
  /** Opens somebody's tab of the app; returns the HTTP status of the answer. */
  openHome(person: string): Promise<number>;
  /** Clicks in somebody's tab. Throws when they see no such button. */
  clickHome(click: HomeClick): Promise<number>;
  /** Writes `/berth …` as a person; returns what only they are told. */
  command(person: string, text: string): Promise<string>;
}

export const actsAt = (store: Store, to: Door): Acts => ({
  click: (wanted) => click(store, to, wanted),
  submit: (form) => submit(store, to, form),
  openHome: (person) => openHome(store, to, person),
  clickHome: (wanted) => clickHome(store, to, wanted),
  command: (person, text) => command(store, to, person, text),
});
