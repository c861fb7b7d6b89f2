import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIL_MESSAGES } from '../domain/mail-message.ts';
import { exampleOf } from './example.ts';
import { LISTS, TEXTS } from './placeholders.ts';
import { describeProblem, loadMailTemplates } from './templates.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'berth-mail-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const LINKS = {
  request: 'https://berth.example.test/requests/BR-7F3K2M9QXA',
  personal: 'https://berth.example.test/secret',
};
const DATA = { project: 'payments', title: 'Payments API', environment: 'payments-prod', clusters: ['east', 'west'] };

function load(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const mails = loadMailTemplates(folder);
  const problems = mails.problems.map((problem) => describeProblem(problem).slice(folder.length + 1));
  const ready = (data: Readonly<Record<string, string | readonly string[]>> = DATA) =>
    mails.render('ready', 'BR-7F3K2M9QXA', data, LINKS);
  return { problems, ready, mails };
}

const OWN = `subject: There you are: {{environment}}
heading: Welcome to {{environment}}
action: Look at it
told: clusters, title

Hello.

{{#each clusters}}
It runs on {{this}}{{#if @last}}, and that is all{{/if}}.

{{/each}}
{{#unless person}}Nobody{{/unless}} {{! nothing }}else.
`;

test('the words of a team stand in for what Berth ships; the rest stays', () => {
  const { problems, ready, mails } = load({ 'ready.hbs': OWN });

  expect(problems).toEqual([]);
  expect(ready().subject).toBe('[BR-7F3K2M9QXA] There you are: payments-prod');
  expect(ready().text).toContain(`Welcome to payments-prod
------------------------

Hello.

It runs on east.

It runs on west, and that is all.

Nobody else.

Project: payments
Environment: payments-prod

Look at it:
https://berth.example.test/requests/BR-7F3K2M9QXA
`);
  expect(mails.render('triage', 'BR-7F3K2M9QXA', DATA, LINKS).text).toContain('Support is reading your request');
});

test('what people wrote becomes neither markup, nor a paragraph, nor another header, in the words of a team either', () => {
  const { ready } = load({ 'ready.hbs': OWN });
  const { subject, text, html } = ready({
    ...DATA,
    environment: 'x\r\nBcc: y\n\n<b>{{reference}}</b>',
    clusters: ['a\n\nb'],
  });

  expect(subject).toBe('[BR-7F3K2M9QXA] There you are: x Bcc: y <b>{{reference}}</b>');
  expect(text).toContain('It runs on a b, and that is all.');
  expect(html).toContain('Welcome to x Bcc: y &lt;b&gt;{{reference}}&lt;/b&gt;');
});

test('an own frame is for all mails', () => {
  const { problems, ready } = load({
    'layout.html.hbs':
      '<p>Example Inc.</p><h1>{{heading}}</h1>{{#each facts}}<i>{{label}} {{#each lines}}{{text}}{{/each}}</i>{{/each}}{{#if action}}<a href="{{action.url}}">{{../reference}}</a>{{/if}}',
  });
  expect(problems).toEqual(['layout.html.hbs:1: ../reference leads outside of the template.']);

  const mended = load({
    'layout.html.hbs': '<h1>{{heading}}</h1>{{#each facts}}<i>{{label}} {{../reference}}</i>{{/each}}',
  });
  expect(mended.problems).toEqual([]);
  expect(mended.ready({ lead: '<s>' }).html).toBe('<h1>Your environment is ready</h1><i>Lead BR-7F3K2M9QXA</i>');
  expect(ready().html).toContain('<!doctype html>');
});

const wrong = (body: string, head = 'subject: a\nheading: b\naction: c') => `${head}\n\n${body}\n`;

test.each<[string, string, string]>([
  [
    'a slip',
    wrong('Hello\n{{enviroment}}'),
    'ready.hbs:6: there is no placeholder enviroment. Did you mean environment?',
  ],
  [
    'a slip in a header',
    wrong('x', 'subject: {{nam}}\nheading: b\naction: c'),
    'ready.hbs:1: there is no placeholder nam. Did you mean name?',
  ],
  ['what every object has', wrong('{{constructor}}'), 'ready.hbs:5: there is no placeholder constructor.'],
  ['a way into a text', wrong('{{title.length}}'), 'ready.hbs:5: there is no placeholder title.length.'],
  ['no escaping', wrong('{{{title}}}'), 'ready.hbs:5: shows title without escaping it. Write {{title}}.'],
  [
    'a list as text',
    wrong('{{clusters}}'),
    'ready.hbs:5: {{clusters}} is no text. Write {{#each clusters}}{{this}}{{/each}}.',
  ],
  [
    'a text as list',
    wrong('{{#each title}}x{{/each}}'),
    'ready.hbs:5: {{#each title}}: title is no list. Write {{#if …}}.',
  ],
  [
    'a helper',
    wrong('{{lookup title}}'),
    'ready.hbs:5: calls a helper; there are only {{#if}}, {{#unless}} and {{#each}}.',
  ],
  [
    'a block helper',
    wrong('{{#with title}}x{{/with}}'),
    'ready.hbs:5: {{#with}} is not known; there are {{#if x}}, {{#unless x}} and {{#each x}}.',
  ],
  ['another template', wrong('{{> received}}'), 'ready.hbs:5: takes in another template; that is not possible here.'],
  [
    'what goes on too far',
    wrong('{{#if title}}\nx'),
    'ready.hbs:7: is no template: a block that was opened, such as {{#if …}}, is not closed.',
  ],
  [
    'what ends otherwise',
    wrong('\n{{#if title}}{{/each}}'),
    'ready.hbs:6: is no template: {{#if …}} is closed by {{/each}}.',
  ],
  [
    'what cannot be read',
    wrong('{{title'),
    'ready.hbs:5: is no template: what stands between {{ and }} cannot be read.',
  ],
  [
    'a strange header',
    wrong('x', 'subject: a\nheading: b\naction: c\nto: me'),
    'ready.hbs:4: is none of "subject:", "heading:", "action:", "told:". An empty line ends them.',
  ],
  [
    'a header twice',
    wrong('x', 'subject: a\nheading: b\naction: c\nsubject: d'),
    'ready.hbs:4: says "subject:" a second time.',
  ],
  [
    'told what is not',
    wrong('x', 'subject: a\nheading: b\naction: c\ntold: title, foo'),
    'ready.hbs:4: there is no placeholder foo that could be told.',
  ],
  ['no action', wrong('x', 'subject: a\nheading: b'), 'ready.hbs: has no "action:".'],
  ['no words', 'subject: a\nheading: b\naction: c\n', 'ready.hbs: has no text below its first empty line.'],
])('%s is named by file and line, and what Berth ships is sent', (_, text, problem) => {
  const { problems, ready } = load({ 'ready.hbs': text });

  expect(problems).toEqual([problem]);
  expect(ready().subject).toBe('[BR-7F3K2M9QXA] Ready: payments-prod');
});

test('a message that leads nowhere has no action, and a file that is no message is named', () => {
  const { problems } = load({ 'refused.hbs': wrong('x'), 'recieved.hbs': wrong('x'), 'notes.txt': '' });

  expect(problems).toEqual([
    'refused.hbs: has an "action:", but this message leads nowhere. Leave it out.',
    'recieved.hbs: is no message of Berth. Did you mean received.hbs?',
  ]);
});

test('a folder that is not there is named, and mails go out', () => {
  const mails = loadMailTemplates(join(folder, 'none'));

  expect(mails.problems.map(describeProblem)).toEqual([`${folder}/none: is not there.`]);
  expect(mails.render('ready', 'BR-7F3K2M9QXA', DATA, LINKS).text).toContain('payments-prod is ready');
});

test('a one-time link can be had by no placeholder', () => {
  const { problems } = load({ 'ready.hbs': wrong('{{personal}}') });

  expect(problems).toHaveLength(1);
});

test('the manual names every placeholder, with what it says', () => {
  const manual = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'mail.md'), 'utf8');

  for (const [name, meaning] of Object.entries({ ...TEXTS, ...LISTS })) {
    expect(manual).toContain(`| \`${name}\` | ${meaning} |\n`);
  }
});

test.each(MAIL_MESSAGES)('the example of %s is filled', (what) => {
  const { subject, text, html } = exampleOf(loadMailTemplates(), what);

  for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|\{\{|\[object/);
  expect(text.split('\n').length).toBeGreaterThan(8);
});
