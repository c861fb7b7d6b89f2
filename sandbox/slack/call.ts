/** What Slack tells the app, in the words of Socket Mode. */
export type SlackCall =
  | { readonly type: 'interactive' | 'events_api'; readonly payload: object }
  | { readonly type: 'slash_commands'; readonly payload: Readonly<Record<string, string>> };

/** What the app answered. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}
