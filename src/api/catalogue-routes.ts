import { decidedCase, offer } from './answers/catalogue.ts';
import { listOf } from './answers/shape.ts';
import { defineRoute } from './registry.ts';

export const catalogueRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/catalogue',
    tag: 'Catalogue',
    summary: 'What can be asked for: items with the schemas of their parameters, sizes, clusters and prices',
    right: 'intake:preview',
    answers: { 200: offer },
    handle: async ({ deps }) => ({ body: await deps.readOffer() }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/catalogue/decisions',
    tag: 'Catalogue',
    summary: 'Who would decide about a new environment, by its stage and size, as the policy has it now',
    right: 'policy:see',
    answers: { 200: listOf(decidedCase) },
    handle: async ({ deps }) => ({ body: { items: await deps.whoDecides() } }),
  }),
];
