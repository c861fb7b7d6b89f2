import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { makeContext } from '../../sandbox/kit/context.ts';
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts';
import { TEAM_CHANNEL } from '../../sandbox/slack/store.ts';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import { createIncidentActivities } from '../../src/activities/incidents.ts';
import { createIncidentMessages } from '../../src/activities/notification/incident.ts';
import { createSlackClient } from '../../src/clients/slack.ts';
import { Secret } from '../../src/config.ts';
import { incidentWorkflowId } from '../../src/domain/naming.ts';
import { incidentQuery, retryAllUpdate, timelineQuery } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { withIncidents } from '../support/incidents.ts';
import { type Played, startBeside, withRequest } from '../support/lifecycle.ts';
import { happyActivities } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

const CROWD = 100;
/** Of them so many are not helped by what was mended. */
const HELPLESS = 3;
const WITHIN_MS = 600_000;

let env: TestWorkflowEnvironment;
let slack: RunningSlack;
beforeAll(async () => {
  env = await startEnvironment();
  slack = await startSlack(makeContext(mkdtempSync(join(tmpdir(), 'berth-crowd-'))));
});
afterAll(async () => {
  await slack.close();
  await env.teardown();
});

/** The real ones, into the sandbox's Slack. */
function messages() {
  const { url, token, signingSecret } = slack;
  const config = {
    apiUrl: url,
    token: new Secret(token),
    signingSecret: new Secret(signingSecret),
    channel: TEAM_CHANNEL,
  };
  const publicUrl = 'https://berth.example.test';
  const rest = { smtp: {}, auth: {} } as Parameters<typeof createIncidentMessages>[0]['config'];
  return createIncidentMessages({ config: { ...rest, publicUrl, slack: config }, slack: createSlackClient(config) });
}

/** The directory lets nobody be looked up until its right is given back, and some not even then. */
function withoutRight(): { script: Partial<Activities>; giveBack(): void } {
  let isGiven = false;
  const validateRequest: Activities['validateRequest'] = async (input) => {
    const { project = '' } = input.draft;
    if (!isGiven || project.startsWith('helpless')) {
      throw failure('Forbidden', `Berth may not look up the lead of ${project} (${input.reference}).`);
    }
    return happyActivities([]).validateRequest(input);
  };
  return {
    script: { validateRequest, ...createIncidentActivities({ client: env.client }) },
    giveBack: () => void (isGiven = true),
  };
}

const draftOf = (n: number) => ({ project: n < HELPLESS ? `helpless-${n}` : `team-${n}`, title: `Team ${n}` });

async function startCrowd(first: Played): Promise<Played[]> {
  const all = [first];
  while (all.length < CROWD) {
    const numbers = Array.from({ length: Math.min(20, CROWD - all.length) }, (_, i) => all.length + i);
    all.push(...(await Promise.all(numbers.map((n) => startBeside(env, first, { draft: draftOf(n) })))));
  }
  return all;
}

test(
  'a hundred requests that fail for one cause are one message; all are tried again by one word of an operator',
  async () => {
    const { script, giveBack } = withoutRight();
    await withIncidents(env, messages(), () =>
      withRequest(env, { activities: script, draft: draftOf(0) }, async (first) => {
        const all = await startCrowd(first);
        const { failure: shown } = await first.until((s) => s.failure?.incident !== undefined);
        const handle = env.client.workflow.getHandle(incidentWorkflowId(shown?.incident ?? ''));
        const read = () => handle.query(incidentQuery);
        await eventually(async () => (await read()).members.length === CROWD, WITHIN_MS);

        const olga = { person: 'olga', channel: 'cli', reason: 'The right is back' };
        giveBack();
        const twice = await Promise.all([1, 2].map(() => handle.executeUpdate(retryAllUpdate, { args: [olga] })));
        expect(twice).toContainEqual({ asked: CROWD, underWay: 0 });
        expect(twice).toContainEqual({ asked: 0, underWay: CROWD });

        const stuck = await eventually(async () => {
          const { members } = await read();
          return members.length === HELPLESS && members.every(({ triedAgain }) => !triedAgain) && members;
        }, WITHIN_MS);
        expect(stuck.map(({ project }) => project).toSorted()).toEqual(['helpless-0', 'helpless-1', 'helpless-2']);
        for (const { handle: request, until } of all.slice(HELPLESS)) {
          await until((s) => s.task?.id === 'accounts' && s.failure === null);
          const repairs = (await request.query(timelineQuery)).filter(({ text }) => text.startsWith('Repair: '));
          expect(repairs).toMatchObject([{ who: 'olga', text: expect.stringContaining('The right is back') }]);
        }
        expect(await read()).toMatchObject({ total: CROWD, retry: { asked: CROWD, taken: CROWD, refused: 0 } });
        expect(slack.messages()).toMatchObject([
          { channel: TEAM_CHANNEL, metadata: { event_payload: { what: 'incident' } } },
        ]);
        expect(first.calls).not.toContain('announceInSlack');
      }),
    );
  },
  WITHIN_MS,
);
