import type { z } from 'zod';
import { foundPerson } from './answers/people.ts';
import { listOf } from './answers/shape.ts';
import { type Call, defineRoute } from './registry.ts';
import { peopleQuery } from './schemas.ts';

/** So many are found at most: who means another says more of the name. */
const MOST_FOUND = 20;

export const peopleRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/people',
    tag: 'People',
    summary: `People of the directory by parts of their names, ${MOST_FOUND} at most`,
    right: 'people:search',
    scarce: true,
    query: peopleQuery,
    answers: { 200: listOf(foundPerson) },
    handle: search,
  }),
];

async function search({ deps, query }: Call<'people:search', z.infer<typeof peopleQuery>>) {
  const people = await deps.searchPeople(query.search, MOST_FOUND);
  return { body: { items: people.map(({ id, name, mail }) => ({ account: id, name, mail })) } };
}
