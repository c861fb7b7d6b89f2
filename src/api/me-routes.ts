import { type Me, me } from './answers/me.ts';
import type { Caller } from './caller.ts';
import { defineRoute } from './registry.ts';
import { mayDoAtAll, queuesOf } from './rights.ts';

export const meRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/me',
    tag: 'You',
    summary: 'Who you are to Berth, and what you may do wherever you look',
    right: 'signed-in',
    answers: { 200: me },
    handle: async ({ caller }) => ({ body: meOf(caller) }),
  }),
];

function meOf(caller: Caller): Me {
  const { person, roles, signedInBy } = caller;
  return {
    id: person.id,
    name: person.name,
    mail: person.mail,
    roles: [...roles],
    queues: queuesOf(caller),
    mayAsk: mayDoAtAll('intake:ask', caller),
    mayAskForOthers: mayDoAtAll('intake:ask-for-others', caller),
    signedInBy,
  };
}
