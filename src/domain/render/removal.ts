/* A decommission as files: the room is emptied, the walls are taken out of what OpenTofu makes, all else waits its turn. */

import type { ProposedChange } from '../approval-text.ts';
import type { ChangePlan, Cost, RenderedFile } from '../change.ts';
import { compare } from '../compare.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { FleetDataError } from '../fleet-data.ts';
import { environmentPath, requestPath } from '../fleet-settings.ts';
import { ownedPaths } from '../owned-paths.ts';
import { type EnvironmentRecord, placementsOf, readEnvironmentRecord } from '../removal.ts';
import { removalBody, removalTitle } from '../removal-text.ts';
import { removalOf, type SelectedRequest } from '../request.ts';
import { specHash, stampSpecHash } from '../spec-hash.ts';
import type { RenderedChange } from './change.ts';
import { appsFolder, appsIndex } from './flux.ts';
import { toOpenTofu } from './opentofu.ts';
import { toYaml } from './yaml.ts';

/**
 * Renders the first and only approved part of a removal: whatever follows deletes these paths and nothing else. Its hash
 * is over what stands afterwards, among it the request, which says what stood before.
 * @param snapshot with the files of the environment, as `isOfEnvironment` says.
 * @throws FleetDataError when the environment does not stand or its record is broken.
 */
export function renderRemoval(input: ProposedChange, snapshot: FleetSnapshot, publicUrl?: string): RenderedChange {
  const { request } = input;
  const { environment } = removalOf(request);
  const record = readEnvironmentRecord(snapshot, environment);
  if (!record) throw new FleetDataError(environmentPath(environment), 'is missing: the environment has gone meanwhile');
  const standing = standingPaths(record, snapshot, request.reference);
  const written = [
    requestFile(input, record, snapshot, standing),
    environmentFile(record, request.reference),
    ...standing.flatMap((path) => keptFile(record, path, snapshot)),
  ];
  const stamped = stampSpecHash(written.toSorted((a, b) => compare(a.path, b.path)));
  const kept = new Set(stamped.files.map(({ path }) => path));
  const plan = toPlan(record, snapshot, stamped.specHash, [...new Set([...kept, ...standing])].toSorted(compare));
  const facts = { input, plan, ...(publicUrl === undefined ? {} : { publicUrl }) };
  return {
    plan,
    files: stamped.files,
    removed: standing.filter((path) => !kept.has(path)),
    title: removalTitle(facts),
    body: removalBody(facts),
  };
}

/** Everything in Git that is the environment's now. */
function standingPaths(record: EnvironmentRecord, { files }: FleetSnapshot, reference: string): string[] {
  const { name, project, placements } = record;
  const clusters = placements.map(({ cluster }) => cluster);
  return ownedPaths([...files.keys()], { reference, project, environment: name, clusters, ownsProject: false });
}

/** The request as it is approved, with what it removes: by the hash of that, no other content goes unseen. */
function requestFile(
  { request, selection }: SelectedRequest,
  record: EnvironmentRecord,
  { files }: FleetSnapshot,
  standing: readonly string[],
): RenderedFile {
  const { environment, madeBy, data } = removalOf(request);
  const before = standing.map((path) => ({ path, content: files.get(path) ?? '' }));
  const content = {
    apiVersion: 'berth.dev/v1',
    kind: 'Request',
    reference: request.reference,
    request: {
      kind: request.kind,
      project: request.project,
      title: request.title,
      requester: request.requester,
      lead: request.lead,
      costCentre: request.costCentre,
      reason: request.reason,
      receivedAt: request.source.receivedAt,
    },
    removes: { environment, madeBy, data, size: selection.size, files: standing, content: specHash(before) },
    cost: { currency: record.cost.currency, monthly: 0, priceBook: record.cost.priceBook },
  };
  return { path: requestPath(request.project, request.reference), content: toYaml(content) };
}

/** What is reserved stays so until it has gone. */
function environmentFile(record: EnvironmentRecord, reference: string): RenderedFile {
  const content = { ...record, items: [], cost: { ...record.cost, monthly: 0 }, removal: reference };
  return { path: environmentPath(record.name), content: toYaml(content) };
}

/** Of the files on clusters: Flux's Kustomization as it is, the room without anything, the walls without resources. */
function keptFile({ name }: EnvironmentRecord, path: string, { files }: FleetSnapshot): RenderedFile[] {
  const [, cluster = ''] = path.split('/');
  if (path === `clusters/${cluster}/config/${name}.yaml`) return [{ path, content: files.get(path) ?? '' }];
  if (path === `${appsFolder(cluster, name)}/kustomization.yaml`) return [{ path, content: toYaml(appsIndex([])) }];
  return path.endsWith('/main.tf.json') ? [{ path, content: toOpenTofu([]) }] : [];
}

function toPlan(record: EnvironmentRecord, { sha }: FleetSnapshot, hash: string, paths: string[]): ChangePlan {
  const { currency, monthly, priceBook } = record.cost;
  const cost: Cost = { currency, before: monthly, after: 0, delta: -monthly, priceBook };
  const { name: environment } = record;
  // What stood, with its price, is what people decide about here.
  return {
    baseSha: sha,
    specHash: hash,
    contentHash: hash,
    environment,
    paths,
    placements: placementsOf(record),
    cost,
  };
}
