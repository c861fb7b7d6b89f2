import type { Hono } from 'hono';
import { z } from 'zod';
import { problemDetails } from '../../src/api/openapi/document.ts';
import { problemsOf } from '../../src/api/openapi/operation.ts';
import type { ProblemStatus } from '../../src/api/problems.ts';
import type { Answers, Route } from '../../src/api/registry.ts';
import { ROUTES } from '../../src/api/routes.ts';

/** From now on each answer of a declared route has to be one that the route declares: anything else is thrown to the test. */
export function holdToDeclaration(app: Hono): void {
  const ask = app.request;
  app.request = async (...asked) => {
    const answer = await ask(...asked);
    const [input, init] = asked;
    const { pathname } = new URL(input instanceof Request ? input.url : String(input), 'http://berth.test');
    const method = (input instanceof Request ? input.method : init?.method) ?? 'GET';
    const route = ROUTES.find((one) => one.method === method && patternOf(one).test(pathname));
    if (route) await assertDeclared(route, answer);
    return answer;
  };
}

const patternOf = ({ path }: Route): RegExp => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`);

async function assertDeclared(route: Route, answer: Response): Promise<void> {
  const { status } = answer;
  const where = `${route.method} ${route.path} ${status}`;
  if (status === 304) return assertTagged(route, where);
  const schema = status < 400 ? route.answers[status as keyof Answers] : problemSchema(route, status);
  if (!schema) throw new Error(`${where} is not declared`);
  // The copy of a stream would have to be read as well, or it holds up the stream.
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) return;
  const { error } = schema.safeParse(await answer.clone().json());
  if (error) throw new Error(`${where} answers otherwise than declared: ${z.prettifyError(error)}`);
}

const problemSchema = (route: Route, status: number) =>
  problemsOf(route).includes(status as ProblemStatus) ? problemDetails : undefined;

function assertTagged({ method }: Route, where: string): void {
  if (method !== 'GET') throw new Error(`${where} is not declared`);
}
