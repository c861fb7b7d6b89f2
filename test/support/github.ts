import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { type GithubServer, startGithub } from '../../sandbox/github/server.ts';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';
import type { PlannedRequest } from '../../src/activities/contracts.ts';
import type { RenderedChange } from '../../src/activities/repository/deps.ts';
import { createRepositoryActivities } from '../../src/activities/repository/index.ts';
import { createGithub, type Github, type WritePermits } from '../../src/clients/github.ts';
import { type Config, Secret } from '../../src/config.ts';
import type { PullRequest, RenderedFile } from '../../src/domain/change.ts';
import { type Witness, witnessOf } from './judged.ts';

/** A GitHub with a small fleet, and Berth's activities on it. */
export interface GithubStage {
  readonly context: SandboxContext;
  readonly server: GithubServer;
  readonly github: Github;
  readonly activities: ReturnType<typeof createRepositoryActivities>;
  readonly at: { readonly owner: string; readonly repo: string };
  readonly witness: Witness;
  /** GitHub as a person of the sandbox. */
  as(login: string): Octokit['rest'];
  /** Pull request and approval, ready to be merged. */
  approved(input: PlannedRequest): Promise<PullRequest>;
  close(): Promise<void>;
}

export const FLEET_FILES: ReadonlyMap<string, string> = new Map([
  ['README.md', 'The fleet\n'],
  ['organisation.yaml', 'name: Example\n'],
  ['clusters/cluster-east-prod/profile.yaml', 'executor: kubernetes\n'],
]);

/** Permits for tests that are not about them. */
export const FREELY: WritePermits = { take: async () => {} };

/** What main was when the newest stage began: plans are rendered on it. */
let mainAtStart = '';

const PERSON_LOG = { debug() {}, info() {}, warn() {}, error() {} };

export async function stageGithub(): Promise<GithubStage> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-github-'));
  const context = makeContext(folder);
  const server = await startGithub(context, { fleetFiles: FLEET_FILES });
  const witness = witnessOf(server);
  mainAtStart = (await server.inspect()).branches.get('main') ?? '';
  const config = configFor(server);
  const github = createGithub(config, FREELY);
  const activities = createRepositoryActivities({ config, github, render: renderPlanned });
  return {
    context,
    server,
    github,
    activities,
    at: { owner: 'example', repo: 'fleet' },
    witness,
    as: (login) => new Octokit({ baseUrl: server.url, auth: server.tokenOf(login), log: PERSON_LOG }).rest,
    async approved(input) {
      const pull = await activities.proposeChange(input);
      const { number, headSha } = pull;
      await activities.mirrorApproval({ number, headSha, state: 'success', description: 'Approved: lee' });
      return pull;
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
      await witness.settle();
    },
  };
}

export function configFor(server: GithubServer, privateKey = server.privateKey): Pick<Config, 'github'> {
  return {
    github: {
      baseUrl: server.url,
      appId: server.appId,
      privateKey: new Secret(privateKey),
      fleet: server.fleet,
      webhookSecret: new Secret('hook-secret'),
      writes: { perMinute: 80, perHour: 500 },
    },
  };
}

/** A planned request of a project; `specHash` decides the content. */
export function planned(project = 'payments', reference = 'BR-7F3K2M9QXA', specHash = 'sha256:aa'): PlannedRequest {
  const request = {
    reference,
    kind: 'create-project',
    source: { channel: 'api', key: reference, receivedAt: '2026-03-04T05:06:07.890Z' },
    requester: 'dana@example.test',
    lead: 'lee@example.test',
    requesterId: 'dana',
    leadId: 'lee',
    members: [],
    project,
    title: 'Payments API',
    costCentre: 'CC-1042',
    reason: 'Test',
  } as const;
  const environment = `${project}-prod`;
  return {
    request,
    selection: { stage: 'prod', regions: ['east'], size: 'S', items: [] },
    plan: {
      baseSha: mainAtStart,
      contentHash: `sha256:${'c0de'.repeat(16)}`,
      specHash,
      environment,
      paths: filesOf(project, reference, specHash).map(({ path }) => path),
      placements: [{ cluster: 'cluster-east-prod', environment, executor: 'kubernetes' }],
      cost: { currency: 'USD', before: 0, after: 1, delta: 1, priceBook: '1' },
    },
  };
}

export function filesOf(project: string, reference: string, specHash: string): RenderedFile[] {
  return [
    { path: `requests/${project}/${reference}.yaml`, content: `reference: ${reference}\nspecHash: ${specHash}\n` },
    { path: `environments/${project}-prod/berth.yaml`, content: `# ünïcode ✓\nproject: ${project}\n` },
    { path: `clusters/cluster-east-prod/apps/${project}-prod/app.yaml`, content: 'kind: List\n' },
  ];
}

export async function renderPlanned({ request, plan }: PlannedRequest): Promise<RenderedChange> {
  const files = filesOf(request.project, request.reference, plan.specHash);
  return { files, title: `New project: ${request.project}`, body: `Spec ${plan.specHash}` };
}

/** The failure type of a call that is expected to fail. */
export async function failureTypeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no failure',
    (error: { type?: string; message: string }) => error.type ?? error.message,
  );
}
