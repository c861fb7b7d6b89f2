import type { Entity } from '@backstage/catalog-model';
import { managedBy } from './annotations.ts';

/** The part of `GET /api/catalogue` that a form is drawn of. */
export interface Offer {
  /** JSON Schema of a whole request. */
  readonly form: { readonly properties: Readonly<Record<string, object>> };
}

/**
 * The template by which people ask Berth for a project. Its form is the schema that Berth itself publishes, so the two cannot
 * drift apart.
 */
export function templateOf({ form }: Offer, { page, owner }: { page: string; owner: string }): Entity {
  const input = Object.keys(form.properties).map((name) => [name, `\${{ parameters.${name} }}`]);
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: {
      name: 'berth-project',
      title: 'A project with Berth',
      description: 'Accounts, an environment and everything in it: asked for here, approved by people, made by Berth.',
      tags: ['berth'],
      annotations: managedBy(`${page}/catalogue`),
    },
    spec: {
      type: 'project',
      owner,
      parameters: [form],
      steps: [{ id: 'create', name: 'Ask Berth', action: 'berth:request:create', input: Object.fromEntries(input) }],
      output: { links: [{ title: 'The request in Berth', url: '${{ steps.create.output.url }}' }] },
    },
  } as Entity;
}
