import { wholeFileApi } from '../support/api.ts';
import { SPEC, statusOf } from '../support/standing-request.ts';

const { requests, api } = wholeFileApi();

const answerTo = async (person: string, method: string, path: string, body?: unknown) =>
  (await api.call(person, method, path, body)).status;

test('who is told that nobody acts sees the request and who is missing, and decides nothing', async () => {
  const elsewhere = statusOf('').request;
  const request = elsewhere && { ...elsewhere, project: 'harbour', costCentre: 'CC-2000' };
  const path = `/api/requests/${await requests.stand({ request, told: ['Cora'] })}`;
  const other = `/api/requests/${await requests.stand({ request })}`;

  expect(await answerTo('cora', 'GET', path)).toBe(200);
  expect(await answerTo('cora', 'GET', `${path}/timeline`)).toBe(200);
  expect(await answerTo('cora', 'GET', other)).toBe(404);
  expect(await answerTo('cora', 'POST', `${path}/withdraw`, {})).toBe(403);
  expect(await answerTo('cora', 'POST', `${path}/decide`, { verdict: 'approve', specHash: SPEC })).toBe(403);
});
