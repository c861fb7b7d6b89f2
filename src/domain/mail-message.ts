/** What Berth mails about one request. */
export const REQUEST_MAILS = [
  'received',
  'confirm-sender',
  'triage',
  'activate-account',
  'choose-resources',
  'decision-needed',
  'decision-void',
  'changes-requested',
  'comment',
  'not-understood',
  'needs-person',
  'ready',
  'removed',
  'closed',
  'preview',
  'refused',
] as const;
export type MailTemplate = (typeof REQUEST_MAILS)[number];

/** All that Berth mails; `digest` is about everything that waits for one person. */
export const MAIL_MESSAGES = [...REQUEST_MAILS, 'digest'] as const;
export type MailMessage = (typeof MAIL_MESSAGES)[number];

/** Data of a mail as it comes out of history: any key, text or lines. */
export type MailFacts = Readonly<Record<string, string | readonly string[]>>;
