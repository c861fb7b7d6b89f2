/* The worked example of the manual, as data of every mail: by it a team looks at its words before anybody gets them. */
import type { DigestItem } from '../domain/digest.ts';
import type { MailFacts, MailMessage, MailTemplate } from '../domain/mail-message.ts';
import type { RenderedMail } from './letter.ts';
import type { MailTemplates } from './templates.ts';

const REFERENCE = 'BR-7F3K2M9QXA';
const HOME = 'https://berth.example.test';
const PROJECT = { project: 'payments', title: 'Payments API' };
const PULL_REQUEST = 'https://github.example.test/example/fleet/pull/7';
const CLUSTERS = ['cluster-east-prod', 'cluster-west-prod'];

const EXAMPLES: Readonly<Record<MailTemplate, MailFacts>> = {
  received: { ...PROJECT, lead: 'lee@example.test', reason: 'Replaces the legacy billing VM.' },
  'confirm-sender': {},
  triage: { ...PROJECT, problems: ['costCentre: It is missing.', 'lead: "the usual" is nobody in the directory.'] },
  'activate-account': { ...PROJECT, name: 'Nia Berg', account: 'nia' },
  'choose-resources': {
    ...PROJECT,
    problems: ['size: cluster-east-prod has no room for L. Choose M, or another region.'],
  },
  'decision-needed': {
    ...PROJECT,
    name: 'Lee Marsh',
    environment: 'payments-prod',
    what: 'namespace S on east, west; postgresql, ingress',
    clusters: CLUSTERS.join(', '),
    cost: '+59.32 EUR a month (0.00 before, 59.32 after; an estimate)',
    lease: 'until 2027-11-21',
    reason: 'Replaces the legacy billing VM.',
    requester: 'dana@example.test',
    why: 'Every change needs the project lead.',
    decides: 'one of lee, in the stage "project-lead"',
    pullRequest: PULL_REQUEST,
    spec: '4be14be14be1',
    deadline: '2026-12-05T09:00:00.000Z',
  },
  'decision-void': { ...PROJECT, stage: 'project-lead', changed: 'the size is now M' },
  'changes-requested': { ...PROJECT, person: 'lee', reason: 'Start with one region, please.' },
  comment: {
    ...PROJECT,
    person: 'sam',
    comment: ['Do you need the cache from the first day?', 'It could come later.'],
  },
  'not-understood': { ...PROJECT, problems: ['size: "huge" is none of its values. One of: XS, S, M, L, XL.'] },
  'needs-person': { ...PROJECT, problem: 'Flux cannot pull the image of cluster-east-prod: its registry refuses us.' },
  ready: {
    ...PROJECT,
    environment: 'payments-prod',
    namespace: 'payments-prod',
    clusters: CLUSTERS,
    cost: '59.32 EUR a month (estimate)',
    lease: '2027-11-21',
    access: CLUSTERS.map((cluster) => `kubectl --context ${cluster} --namespace payments-prod get all`),
    pullRequest: PULL_REQUEST,
    attachment: 'payments-prod.kubeconfig.yaml',
  },
  removed: {
    ...PROJECT,
    environment: 'payments-prod',
    clusters: CLUSTERS,
    cost: '59.32 EUR a month less (estimate)',
    left: ['group berth-payments-leads: other environments of the project use it'],
  },
  closed: {
    ...PROJECT,
    outcome: 'rejected',
    reason: 'Rejected by lee (project-lead): Use the environment that you have.',
    undone: ['pull request #7', 'group berth-payments-leads'],
    left: [],
  },
  preview: {
    ...PROJECT,
    lead: 'lee@example.test',
    decides: ['project-lead: lee'],
    environment: 'payments-prod',
    policy: 'Every rule of the fleet is kept.',
    clusters: CLUSTERS,
    cost: '59.32 EUR a month (estimate)',
  },
  refused: {
    reason: 'Your mail has no text. Please write what you need into the mail itself; attachments are not read.',
  },
};

const WAITING: readonly DigestItem[] = [
  {
    reference: REFERENCE,
    title: 'Payments API',
    text: 'Project lead decides',
    since: '2026-11-21T09:12:00.000Z',
    deadline: '2026-12-05T09:12:00.000Z',
    next: 'the request expires and is undone',
    waited: '1 working day',
  },
  {
    reference: 'BR-2C8D4N6RTB',
    title: 'Billing archive',
    text: 'Choose resources',
    since: '2026-11-23T14:00:00.000Z',
    deadline: '2026-12-07T14:00:00.000Z',
    next: 'the request expires and its accounts are put away',
  },
];

/** A mail filled with the worked example. Its one-time link is none: it opens nothing. */
export function exampleOf(mails: MailTemplates, what: MailMessage): RenderedMail {
  const urlOf = (reference: string) => `${HOME}/requests/${reference}`;
  if (what === 'digest') return mails.renderDigest('Lee Marsh', WAITING, urlOf, HOME);
  const personal = `${HOME}/example-of-a-personal-link`;
  return mails.render(what, REFERENCE, EXAMPLES[what], { request: urlOf(REFERENCE), personal });
}
