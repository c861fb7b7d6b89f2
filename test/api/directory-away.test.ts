import { ApiProblem } from '../../src/api/problems.ts';
import { bodyOf, wholeFileApi } from '../support/api.ts';
import { statusOf } from '../support/standing-request.ts';

/*
 * While the directory cannot be reached nobody's groups are known. dana asked for the request, sam sent it in, lee leads;
 * olga is an operator, and cora has nothing to do with it.
 */
const away = () => Promise.reject(new ApiProblem(503, 'The directory cannot be reached. Try again in a minute.'));
const { requests, api } = wholeFileApi({ findPerson: away, groupsOf: away });

test('whom a request names can read it all the same; nobody else can, nor tell whether there is one', async () => {
  const { request } = statusOf('BR-1');
  if (!request) throw new Error('no request');
  const reference = await requests.stand({ request: { ...request, source: { ...request.source, startedBy: 'sam' } } });
  const statuses: Record<string, number[]> = {};
  for (const person of ['dana', 'sam', 'lee', 'olga', 'cora']) {
    const paths = [reference, `${reference}/timeline`, 'BR-0000000000'];
    const answers = paths.map((path) => api.call(person, 'GET', `/api/requests/${path}`));
    statuses[person] = (await Promise.all(answers)).map(({ status }) => status);
  }
  const [named, others] = [
    [200, 200, 503],
    [503, 503, 503],
  ];
  expect(statuses).toEqual({ dana: named, sam: named, lee: named, olga: others, cora: others });
});

test('nothing is done for them', async () => {
  const reference = await requests.stand();
  const answer = await api.call('dana', 'POST', `/api/requests/${reference}/withdraw`, {});
  expect(answer.status).toBe(503);
  expect((await bodyOf(answer)).detail).toContain('The directory cannot be reached');
});

test('a request that nobody has validated yet names nobody', async () => {
  const reference = await requests.stand({ request: null });
  expect((await api.call('dana', 'GET', `/api/requests/${reference}`)).status).toBe(503);
});
