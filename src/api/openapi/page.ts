/* The description for people: every route with what it takes and answers, as one page without scripts, from the document. */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { ApiDeps } from '../deps.ts';
import { type Html, page } from '../pages/page.ts';
import { ROUTES } from '../routes.ts';
import { sessionCookieName } from '../sign-in/session-cookie.ts';
import { describeApi } from './document.ts';
import type { Json } from './schemas.ts';

/** Both are for everybody: they hold nothing but what the API is like. */
export function addApiDocs(app: Hono, { config }: ApiDeps): void {
  let document: ApiDocument | undefined;
  const described = () => {
    document ??= describeApi(ROUTES, { publicUrl: config.publicUrl, cookie: sessionCookieName(config) }) as ApiDocument;
    return document;
  };
  app.get('/api/openapi.json', (c) => c.json(described()));
  app.get('/api/docs', (c) => page(c, 200, 'The API of Berth', pageOf(described())));
}

interface Operation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Json }>>;
}

interface ApiDocument extends Json {
  readonly info: { readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Json };
}

function pageOf({ info, tags, paths, components }: ApiDocument): Html {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return html`${info.description.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
<p>For programs: <a href="/api/openapi.json">openapi.json</a>, OpenAPI 3.1.</p>
${tags.map(
  ({ name, description }) => html`<h2>${name}</h2><p>${description}</p>
${routes.filter(({ operation }) => operation.tags.includes(name)).map(routeOf)}`,
)}
<h2>Shapes</h2>
${Object.entries(components.schemas).map(([name, schema]) => folded(name, schema, `shape-${name}`))}`;
}

function routeOf({ path, method, operation }: { path: string; method: string; operation: Operation }): Html {
  const { summary, description, parameters, requestBody, responses } = operation;
  return html`<details><summary><code>${method} ${path}</code>: ${summary}</summary>
<p>${description}</p>
${parameters.length > 0 ? folded('Parameters', parameters) : ''}
${requestBody ? bodyOf(requestBody) : ''}
<dl>${Object.entries(responses).map(([status, answer]) => html`<dt>${status}</dt><dd>${answer.description} ${shapeOf(answer.content)}</dd>`)}</dl>
</details>`;
}

/** First what it may look like: whoever only wants to try needs no more. */
function bodyOf({ content }: Json): Html {
  const { schema, example } =
    (content as Record<string, { schema: Json; example?: unknown }>)['application/json'] ?? {};
  return html`${example === undefined ? '' : html`<p>For example:</p><pre>${JSON.stringify(example, null, 2)}</pre>`}
${folded('Body', schema)}`;
}

/** What an answer holds: a link to its shape, or what it is made of. */
function shapeOf(content: Json | undefined): Html | '' {
  if (!content) return '';
  const schema = Object.values(content as Record<string, { schema: Json }>)[0]?.schema ?? {};
  const ref = schema['$ref'];
  const name = typeof ref === 'string' ? ref.replace(/^.*\//, '') : '';
  return name === '' ? folded('What it holds', schema) : html`<a href="#shape-${name}">${name}</a>`;
}

const folded = (title: string, value: unknown, id?: string): Html =>
  html`<details${id ? html` id="${id}"` : ''}><summary>${title}</summary><pre>${JSON.stringify(value, null, 2)}</pre></details>`;
