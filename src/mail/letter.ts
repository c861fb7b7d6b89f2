/** What a message says; the layout makes text and HTML of it. Nothing in it is escaped yet. */
export interface Letter {
  /** Without the reference, which the layout adds. */
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Name and value, shown as a table; a value that is a URL becomes a link. */
  readonly facts: readonly Fact[];
  /** The one thing to do next, by a link. A letter without one is about nothing that was started: there is no page. */
  readonly action?: LetterAction;
  /** What a letter about several requests says of each. */
  readonly items?: readonly LetterItem[];
  /** Instead of what the layout says of a letter about one request. */
  readonly footer?: string;
}

export interface LetterAction {
  readonly label: string;
  readonly url: string;
}

/** One of several requests, with the one thing to do about it. */
export interface LetterItem {
  readonly title: string;
  readonly lines: readonly string[];
  readonly action: LetterAction;
}

export interface Fact {
  readonly label: string;
  /** Several lines are shown below each other. */
  readonly lines: readonly string[];
}

/** Where a letter may lead to. */
export interface Links {
  /** Page of the request. */
  readonly request: string;
  /** One-time link of the mails that have one: it is their action, and can stand nowhere else. */
  readonly personal?: string;
}

/** A mail before it has a sender and an address. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
