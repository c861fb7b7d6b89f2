import { type MailFacts, type MailTemplate, REQUEST_MAILS } from '../domain/mail-message.ts';
import { loadMailTemplates } from './templates.ts';

const REFERENCE = 'BR-7F3K2M9QXA';
const LINKS = {
  request: `https://berth.example.test/requests/${REFERENCE}`,
  personal: 'https://berth.example.test/activate?token=abc.def',
};
const DATA: MailFacts = {
  project: 'payments',
  title: 'Payments API',
  environment: 'payments-prod',
  clusters: ['cluster-east-prod', 'cluster-west-prod'],
  cost: '+59.32 EUR a month',
  deadline: '2026-12-05T09:00:00.000Z',
  pullRequest: 'https://github.example.test/example/fleet/pull/7',
  problems: ['lead: unknown. Name somebody of the directory.'],
  somethingNew: 'told by a newer workflow',
};
const mails = loadMailTemplates();
const render = (what: MailTemplate, data: MailFacts = DATA) => mails.render(what, REFERENCE, data, LINKS);
const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x3D;': '=',
  '&#x60;': '`',
  '&amp;': '&',
};
const readable = (html: string) =>
  html
    .replace(/<a href="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&[^;]+;/g, (entity) => ENTITIES[entity] ?? entity);

/** Answers to mails that became no request. */
const STARTS_NOTHING: readonly MailTemplate[] = ['preview', 'refused'];

describe.each(REQUEST_MAILS)('%s', (what) => {
  test('carries the reference and, where there is a request, its page and one thing to do', () => {
    const { subject, text, html } = render(what);
    const isAboutRequest = !STARTS_NOTHING.includes(what);

    expect(subject).toMatch(/^\[BR-7F3K2M9QXA\] \S/);
    expect(html.match(/display:inline-block/g) ?? []).toHaveLength(isAboutRequest ? 1 : 0);
    for (const body of [text, html]) {
      expect(body).toContain(REFERENCE);
      expect(body.includes(LINKS.request)).toBe(isAboutRequest);
    }
  });

  test('text and HTML agree', () => {
    const { text, html } = render(what);
    const shown = readable(html).replace(/\s+/g, ' ');

    for (const line of text.split('\n')) {
      const words = line.replace(/^( {2}- |-- ?$|-+$)/, '').replace(/:$/, '');
      for (const part of words.split(': ')) expect(shown).toContain(part.trim());
    }
  });

  test('says nothing strange when it knows nothing', () => {
    const { subject, text, html } = render(what, { project: '', title: '' });

    for (const body of [subject, text, html]) expect(body).not.toMatch(/undefined|null|\[object|\(\)| {2}\w|NaN/);
  });

  test('shows what people wrote as they wrote it, and runs none of it', () => {
    const evil = '<script>alert("1")</script> & "><a href=\'javascript:alert(1)\'>';
    const hostile = Object.fromEntries(Object.keys(DATA).map((key) => [key, evil]));
    const { html, subject } = render(what, { ...hostile, reason: 'javascript:alert(1)', extra: `x\r\nBcc: y ${evil}` });

    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/href="(?!https:\/\/berth\.example\.test)/);
    expect(html).not.toMatch(/href='/);
    expect(subject).not.toMatch(/[\r\n]/);
  });
});

test('what no template knows is told as a fact', () => {
  expect(render('ready').text).toContain('Something new: told by a newer workflow');
});

test('times and hashes are written for people', () => {
  const { text } = render('decision-needed', { ...DATA, specHash: `sha256:${'4be1'.repeat(16)}` });

  expect(text).toContain('Answer until: Sat, 05 Dec 2026 09:00 UTC');
  expect(text).toContain('Spec: 4be14be14be1\n');
});

test('the mails with a personal link lead there, the others never', () => {
  for (const what of REQUEST_MAILS) {
    const leads = ['activate-account', 'confirm-sender', 'decision-needed'].includes(what);
    expect(readable(render(what).html).includes('token=abc.def')).toBe(leads);
    expect(render(what).text.includes('token=abc.def')).toBe(leads);
  }
});

test('a sender who is not proven is told nothing of the request', () => {
  expect(render('confirm-sender', { project: 'payments', title: 'Payments API' }).text).not.toContain('ayments');
});
