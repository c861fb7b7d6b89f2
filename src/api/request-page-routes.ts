import { commentUpdate } from '../workflows/messages.ts';
import { sendAct } from './act-routes.ts';
import { accepted } from './answers/request.ts';
import { requestActs as acts, changedFile } from './answers/request-page.ts';
import { listOf } from './answers/shape.ts';
import { defineReading, defineRoute } from './registry.ts';
import { requestActs } from './request-acts.ts';
import { comment } from './schemas.ts';

/** What whoever looks at one request needs beside its status: what they may do, what changes, and to say something. */
export const requestPageRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/requests/:reference/acts',
    tag: 'Requests',
    summary: 'What you may do about a request as it stands',
    right: 'see',
    answers: { 200: acts },
    handle: async ({ deps, caller, status }) => ({ body: requestActs(deps, caller, status) }),
  }),
  defineReading({
    path: '/api/requests/:reference/files',
    tag: 'Requests',
    summary: 'The files that a request changes, and what changes in them',
    answers: { 200: listOf(changedFile) },
    read: async ({ pullRequest }, deps) => ({
      body: { items: pullRequest ? await deps.changedFiles(pullRequest.number) : [] },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/comments',
    tag: 'Requests',
    summary: 'Say something about a request, to those whom it concerns',
    right: 'comment',
    body: comment,
    answers: { 202: accepted },
    refuses: { 409: 'The request has ended, or holds as many comments as it can.' },
    handle: (call) => sendAct(call, commentUpdate),
  }),
];
