import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDraft } from '../../src/intake/check-draft.ts';
import { type MailOutcome, mailToRequest } from '../../src/intake/mail-to-request.ts';

/*
 * Hostile, broken and odd mails, each named for what it tries, and what each must come to:
 *   request|preview <proof> <project>[ !<where of each problem>]
 *   reply <how it was threaded> <proof>[ withdraw]
 *   bounce <what> <address>
 *   ignore <reason> | quarantine <reason>[ told]
 */
const EXPECTED: Record<string, string> = {
  // Who sent it
  'two-from-headers': 'quarantine sender',
  'two-mailboxes-in-from': 'quarantine sender',
  'group-hides-two-senders': 'quarantine sender',
  'empty-group-as-from': 'quarantine sender',
  'no-from': 'quarantine sender',
  'homograph-sender': 'quarantine sender',
  'null-byte-in-sender': 'quarantine sender',
  'spoofed-from-outside': 'request unproven payments',
  'display-name-impersonation': 'request unproven payments by mallory@outside.test',
  'address-in-two-parts': 'request unproven payments by mallory@outside.test',
  'encoded-word-as-address': 'request unproven payments by mallory@outside.test',
  'forged-results-below-ours': 'request unproven payments',
  'results-of-a-foreign-server': 'request unproven payments',
  'results-of-a-look-alike-server': 'request unproven payments',
  'results-name-in-a-comment': 'request unproven payments',
  'results-for-another-domain': 'request unproven payments',
  'results-with-two-verdicts': 'request unproven payments',
  'results-verdict-in-quotes': 'request unproven payments',
  'results-verdict-in-nested-comment': 'request unproven payments',
  'results-of-rspamd': 'request proven payments by dana@mail.example.test',
  'no-results-at-all': 'request unproven payments',
  // Nobody sent it: machines, loops, reports
  vacation: 'ignore automatic',
  'vacation-by-precedence-alone': 'ignore automatic',
  'vacation-by-suppress-alone': 'ignore automatic',
  'vacation-in-our-thread': 'ignore automatic',
  'vacation-without-return-path': 'ignore automatic',
  'auto-submitted-no-is-a-person': 'request proven payments',
  'bounce-of-ours': 'bounce decision-needed lee@example.test',
  'bounce-of-somebody-elses-mail': 'ignore bounce',
  'bounce-that-is-only-a-delay': 'ignore delay-report',
  'read-receipt': 'ignore automatic',
  'null-return-path': 'ignore bounce',
  'mailer-daemon-without-report': 'ignore bounce',
  'calendar-reply': 'ignore calendar',
  'calendar-alone': 'ignore calendar',
  'calendar-file-from-a-person': 'request proven payments',
  'mailing-list': 'ignore list',
  newsletter: 'ignore list',
  'own-loop': 'ignore own-mail',
  'loop-header-of-another-berth': 'request proven payments',
  'from-our-own-address': 'ignore own-mail',
  'from-our-own-plus-address': 'ignore own-mail',
  // What names the message
  'missing-message-id': 'request proven payments',
  'two-message-ids': 'request proven payments',
  'message-id-with-spaces': 'request proven payments',
  'message-id-of-9000-characters': 'request proven payments',
  // Broken or excessive MIME
  'too-many-parts': 'quarantine unreadable',
  'deep-nesting': 'quarantine unreadable',
  oversize: 'quarantine too-large told',
  'older-than-our-memory': 'quarantine too-old',
  'huge-header': 'request proven payments',
  'thousands-of-headers': 'request proven payments',
  'unclosed-boundary': 'request proven payments',
  'garbage-as-base64': 'request proven - !project,lead,costCentre',
  'broken-quoted-printable': 'request proven payments',
  'bare-line-feeds': 'request proven payments',
  'bare-carriage-returns-in-body': 'request proven payments',
  'no-content-type': 'request proven payments',
  // Characters
  'bad-charset': 'request proven payments',
  'utf-7-script': 'request proven payments',
  'iso-2022-jp': 'request proven payments',
  'windows-1251': 'request proven payments',
  'null-bytes-in-body': 'request proven payments',
  'bidi-override-in-title': 'request proven payments',
  'zero-width-in-slug': 'request proven payments',
  'homograph-slug': 'request proven pаyments !project',
  'upper-case-slug': 'request proven Payments !project',
  // What it asks for
  'plain-form': 'request proven payments',
  'form-with-environment': 'request proven payments',
  'free-prose': 'request proven - !project,lead,costCentre',
  'html-only-form': 'request proven payments',
  'html-script': 'request proven payments',
  'empty-body': 'quarantine empty told',
  'blank-body': 'quarantine empty told',
  'only-an-attachment': 'quarantine empty told',
  'form-inside-an-attachment': 'request proven - !project,lead,costCentre',
  'forwarded-request-inside': 'request proven - !project,lead,costCentre',
  'signature-with-keys': 'request proven payments',
  'quoted-form-below': 'request proven payments',
  'path-traversal-project': 'request proven ../../etc/passwd !project',
  'template-injection': 'request proven payments !title',
  'markup-in-title': 'request proven payments !title',
  'shell-in-region': 'request proven payments !environments[0].regions[0]',
  'crlf-in-subject': 'request proven payments',
  'crlf-in-lead': 'request proven payments !lead',
  'two-leads': 'request proven payments !lead',
  'duplicate-key': 'request proven payments !project',
  'unknown-key': 'request proven payments !owner',
  'misspelt-key': 'request proven payments !reson',
  'two-environments': 'request proven payments !environments',
  'wrong-words-in-environment':
    'request proven payments !environments[0].stage,environments[0].regions,environments[0].size,environments[0].items[0].item,environments[0].items[0].a,environments[0].items[0].b,environments[0].region',
  // YAML
  'yaml-alias-bomb': 'request proven payments !environments',
  'yaml-deep-brackets': 'request proven payments !environments',
  'yaml-custom-tag': 'request proven payments !environments',
  'yaml-merge-key': 'request proven payments !environments[0].stage,environments[0].<<',
  'yaml-repeated-key': 'request proven payments !environments',
  'yaml-broken': 'request proven payments !environments',
  'yaml-tabs': 'request proven payments !environments',
  'prototype-pollution': 'request proven payments !environments',
  'constructor-key': 'request proven payments !environments',
  'top-level-proto-key': 'request proven payments !constructor',
  // Answers
  'reply-by-plus-address': 'reply address proven',
  'reply-by-reference': 'reply references proven',
  'reply-by-subject': 'reply subject proven',
  'reply-with-withdraw-first': 'reply references proven withdraw',
  'reply-with-withdraw-in-quote': 'reply references proven',
  'reply-with-withdraw-in-a-sentence': 'reply references proven',
  'reply-that-approves': 'reply references proven',
  'reply-to-a-foreign-domain': 'request proven payments',
  'reply-that-is-slow-to-parse': 'reply references proven',
  preview: 'preview proven payments',
  'preview-from-outside': 'quarantine preview-unproven',
};

const FOLDER = join(import.meta.dirname, '../corpus/mail');
const NOW = new Date('2025-06-04T00:00:00Z');
/** What the server says about a mail beside its source. */
const SERVER: Record<string, { size?: number; receivedAt?: Date }> = {
  oversize: { size: 26_000_000 },
  'older-than-our-memory': { receivedAt: new Date('2024-01-01T00:00:00Z') },
};

function read(name: string): Promise<MailOutcome> {
  const raw = readFileSync(join(FOLDER, `${name}.eml`));
  const rules = {
    ours: { addresses: ['requests@example.test'], domain: 'example.test', instance: 'berth.example.test' },
    trustedAuthserv: 'mx.example.test',
    signedBy: async () => [],
  };
  const receivedAt = new Date('2025-06-03T09:12:00Z');
  return mailToRequest({ mailbox: 'requests', raw, size: raw.length, receivedAt, ...SERVER[name] }, rules, NOW);
}

function summary(mail: MailOutcome): string {
  switch (mail.outcome) {
    case 'request':
    case 'preview': {
      const { draft, senderProof } = mail.start;
      const by = draft.requester === 'dana@example.test' ? '' : ` by ${draft.requester}`;
      const problems = checkDraft(draft).problems.map((problem) => problem.where);
      const wrong = problems.length > 0 ? ` !${problems.join(',')}` : '';
      return `${mail.outcome} ${senderProof} ${draft.project ?? '-'}${by}${wrong}`;
    }
    case 'reply':
      return `reply ${mail.thread.by} ${mail.sender.proof}${mail.command ? ` ${mail.command}` : ''}`;
    case 'bounce':
      return `bounce ${mail.what} ${mail.to}`;
    case 'ignore':
      return `ignore ${mail.reason}`;
    case 'quarantine':
      return `quarantine ${mail.reason}${mail.notify ? ' told' : ''}`;
  }
  return mail satisfies never;
}

test('every mail of the corpus is expected to come to something', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.eml'));
  expect(files.map((file) => file.slice(0, -'.eml'.length)).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});

test.each(Object.entries(EXPECTED))('%s: %s', async (name, expected) => {
  expect(summary(await read(name))).toBe(expected);
});

test('no mail puts control characters or markup of its own making into what is handed on', async () => {
  for (const name of Object.keys(EXPECTED)) {
    const handedOn = JSON.stringify(await read(name)).replaceAll('\\n', '');
    expect(handedOn).not.toMatch(/\p{Cc}|\\u00[01]|[\u202a-\u202e\u200b-\u200f]/u);
    expect(handedOn.length).toBeLessThan(40_000);
    expect(handedOn).not.toContain('onerror');
  }
});

test('a mail is the same request on every reading, and another mail is another one', async () => {
  const keys = new Set<string>();
  const withKey = Object.keys(EXPECTED).filter((name) => EXPECTED[name]?.startsWith('request'));
  for (const name of withKey) {
    const [first, second] = [await read(name), await read(name)];
    expect(first).toEqual(second);
    if (first.outcome === 'request') keys.add(first.start.source.key);
  }
  expect(keys.size).toBe(withKey.length);
});
