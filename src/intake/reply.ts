import EmailReplyParser from 'email-reply-parser';

/** What somebody wrote in a reply, without the mail they answered. */
export interface Reply {
  readonly text: string;
  readonly command?: 'withdraw';
}

// The parser needs quadratic time for hostile input: this much takes well under a second.
const MAX_CHARACTERS = 8192;
const MAX_LINES = 200;

/** A command is the first line and nothing else on it; what stands in a quotation or a signature is never one. */
export function readReply(text: string): Reply {
  const visible = withoutQuotes(text);
  return { text: visible, ...(firstLine(visible) === 'withdraw' ? { command: 'withdraw' } : {}) };
}

/** The first line that is not empty, in lower case, without a full stop. */
export function firstLine(text: string): string {
  const line = text.split('\n', MAX_LINES).find((line) => line.trim() !== '') ?? '';
  return line.trim().toLowerCase().replace(/\.$/, '');
}

function withoutQuotes(text: string): string {
  const calm = text
    .slice(0, MAX_CHARACTERS)
    .split('\n', MAX_LINES)
    .map((line) => line.replace(/>{3,}/g, '>>'))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
  return new EmailReplyParser().parseReply(calm).trim();
}
