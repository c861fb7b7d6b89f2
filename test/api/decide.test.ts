/* Deciding through the API: what is decided now, and what cannot be meant. */
import type { OpenQuestion } from '../../src/domain/decision-facts.ts';
import { bodyOf, wholeFileApi } from '../support/api.ts';
import { decidable } from '../support/decidable.ts';
import { stageOf } from '../support/scripted-activities.ts';
import { SPEC } from '../support/standing-request.ts';

const { requests, api } = wholeFileApi();
const both = [stageOf('lead', ['lee']), stageOf('cost', ['cora'])];
const decide = (reference: string, body: object) =>
  api.call('lee', 'POST', `/api/requests/${reference}/decide`, { verdict: 'approve', specHash: SPEC, ...body });

test('says what is decided now, by whom, and whether it is up to the caller', async () => {
  const reference = await requests.stand(decidable({ stages: both }));

  const [lee, cora] = await Promise.all(
    ['lee', 'sam'].map(async (who) => {
      const answer = await api.call(who, 'GET', `/api/requests/${reference}/decision`);
      return (await answer.json()) as OpenQuestion;
    }),
  );

  expect(lee).toMatchObject({ reference, specHash: SPEC, stage: { name: 'lead', approved: [], missing: 'lee' } });
  expect(lee?.notYours).toBeUndefined();
  expect(Object.fromEntries(lee?.facts ?? [])).toMatchObject({
    Environment: 'payments-prod',
    Clusters: 'cluster-east-prod',
  });
  expect(cora?.notYours).toContain('in which lee decides; Sam Okoro is not asked in it');
});

test('without a stage the one is meant whose turn it is', async () => {
  const approved = {
    id: 'a',
    reference: '',
    person: 'lee',
    verdict: 'approve',
    specHash: SPEC,
    stage: 'lead',
  } as const;
  const judged = { ...approved, channel: 'api', expires: '' } as const;
  const decisions = [{ decision: judged, counts: true, binding: 'sha256:lead', at: '2026-11-21T10:00:00.000Z' }];
  const reference = await requests.stand(decidable({ stages: both, decisions }));

  expect((await decide(reference, {})).status).toBe(202);

  expect(await requests.received(reference)).toMatchObject([{ value: { stage: 'cost', person: 'lee' } }]);
});

test.each([
  ['another content', {}, { specHash: 'sha256:0' }, 409, 'The content has changed since: it is now sha256:4be1'],
  ['a stage that is not there', {}, { stage: 'moon' }, 422, 'There is no stage "moon"; it is the turn of "lead".'],
  ['a request that goes on', { step: 'INFRA_AUTOMATION' }, {}, 409, 'it is waiting, at Infrastructure.'],
  ['a request before its plan', { plan: null, stages: [] }, {}, 409, 'There is nothing to decide about'],
  ['no reason to reject', {}, { verdict: 'reject' }, 422, ''],
  ['a reason of 3,000 characters', {}, { verdict: 'reject', reason: 'x'.repeat(3000) }, 422, ''],
] as const)('%s is refused', async (_, change, body, status, words) => {
  const reference = await requests.stand(decidable(change));

  const answer = await decide(reference, body);

  expect(answer.status).toBe(status);
  expect((await bodyOf(answer)).detail).toContain(words);
  expect(await requests.received(reference)).toEqual([]);
});

test('whoever stands in is asked for whom, may decide, and is not somebody who is not asked', async () => {
  const delegates = [{ person: 'olga', for: 'lee', until: '2026-11-28T08:00:00Z' }];
  const reference = await requests.stand(decidable({ stages: [stageOf('lead', ['lee'], { delegates })] }));

  const answer = await api.call('olga', 'GET', `/api/requests/${reference}/decision`);
  const question = (await answer.json()) as OpenQuestion;

  expect(question.notYours).toBeUndefined();
  expect(question.stage.missing).toBe('olga for lee');
  expect(Object.fromEntries(question.facts)).toMatchObject({
    'You decide for': 'lee, who is away until Sat, 28 Nov 2026 08:00 UTC',
    'Who decides': '1 of project-lead (olga for lee), in the stage "lead"',
  });
});
