import { fleetFiles } from '../../sandbox/fleet.ts';
import { readCatalogue } from '../../src/clients/catalogue.ts';
import type { FleetSnapshot } from '../../src/domain/fleet.ts';
import type { SelectedRequest, ServiceRequest } from '../../src/domain/request.ts';
import type { Selection } from '../../src/domain/selection.ts';

/** The catalogue Berth ships. */
export const CATALOGUE = readCatalogue('catalogue');

const REQUEST: ServiceRequest = {
  reference: 'BR-7F3K2M9QXA',
  kind: 'create-project',
  source: { channel: 'mail', key: 'requests/<1@example.test>', receivedAt: '2026-11-21T09:12:00.000Z' },
  requester: 'dana@example.test',
  lead: 'lee@example.test',
  requesterId: 'dana',
  leadId: 'lee',
  members: [],
  project: 'payments',
  title: 'Payments API',
  costCentre: 'CC-1042',
  reason: 'Replaces the legacy billing VM.',
};

const SELECTION: Selection = {
  stage: 'prod',
  regions: ['east', 'west'],
  size: 'S',
  items: [
    { item: 'postgresql', parameters: { version: '16', storage: '20Gi' } },
    { item: 'ingress', parameters: { host: 'payments.example.test' } },
  ],
};

/** The request of the worked example, with changes. */
export function workedExample(
  changes: { request?: Partial<ServiceRequest>; selection?: Partial<Selection> } = {},
): SelectedRequest {
  return { request: { ...REQUEST, ...changes.request }, selection: { ...SELECTION, ...changes.selection } };
}

/** The sandbox's fleet, with files added or replaced. */
export function fleet(changes: Readonly<Record<string, string>> = {}): FleetSnapshot {
  return {
    sha: '4be1000000000000000000000000000000000000',
    files: new Map([...fleetFiles(), ...Object.entries(changes)]),
  };
}

/** The sandbox's fleet with another executor on every cluster. */
export function fleetWithExecutor(executor: string): FleetSnapshot {
  const files = [...fleetFiles()].map(
    ([path, content]) => [path, content.replace(/^executor: .*$/m, `executor: ${executor}`)] as const,
  );
  return { sha: '4be1000000000000000000000000000000000000', files: new Map(files) };
}
