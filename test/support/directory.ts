import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { type RunningDirectory, type ShownEntry, startDirectory } from '../../sandbox/directory/server.ts';
import type { SandboxContext } from '../../sandbox/kit/context.ts';
import { Faults } from '../../sandbox/kit/faults.ts';
import { makeTls } from '../../sandbox/kit/tls.ts';
import { WriteLog } from '../../sandbox/kit/write-log.ts';
import type { DirectoryActivities } from '../../src/activities/contracts.ts';
import { createDirectoryActivities } from '../../src/activities/directory/directory.ts';
import type { DirectoryAccess } from '../../src/clients/directory.ts';
import { Secret } from '../../src/config.ts';
import type { ServiceRequest } from '../../src/domain/request.ts';

/** A sandbox directory, the way in, and the activities run as a worker would run them. */
export interface DirectoryUnderTest {
  readonly directory: RunningDirectory;
  readonly context: SandboxContext;
  readonly access: DirectoryAccess;
  readonly activities: DirectoryActivities;
  close(): Promise<void>;
}

type AnyActivity = (...input: unknown[]) => Promise<unknown>;
const SILENT = new DefaultLogger('ERROR', () => {});
/** One certificate per test file: making one takes seconds. */
const tlsFolder = mkdtempSync(join(tmpdir(), 'berth-directory-tls-'));
const tls = makeTls(tlsFolder);
afterAll(() => rmSync(tlsFolder, { recursive: true }));

export async function directoryUnderTest(): Promise<DirectoryUnderTest> {
  const context = { folder: tlsFolder, tls, writes: new WriteLog(), faults: new Faults() };
  const directory = await startDirectory(context);
  const access = accessTo(directory, context);
  return {
    directory,
    context,
    access,
    activities: asActivities(createDirectoryActivities(access)),
    close: () => directory.close(),
  };
}

/** The activities of another configuration. */
export function activitiesWith(
  access: DirectoryAccess,
  change: Partial<DirectoryAccess['config']>,
): DirectoryActivities {
  return asActivities(createDirectoryActivities({ ...access, config: { ...access.config, ...change } }));
}

export function asActivities(activities: DirectoryActivities): DirectoryActivities {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    (...input: unknown[]) => new MockActivityEnvironment({}, { logger: SILENT }).run(activity as AnyActivity, ...input),
  ]);
  return Object.fromEntries(wrapped) as DirectoryActivities;
}

export function accessTo(directory: RunningDirectory, context: SandboxContext): DirectoryAccess {
  return {
    caFile: context.tls.caFile,
    config: {
      servers: [...directory.servers],
      baseDn: directory.baseDn,
      projectsOu: 'OU=Projects',
      peopleOu: 'CN=Users',
      bindUser: directory.bindUser,
      bindPassword: new Secret(directory.bindPassword),
      upnSuffix: directory.upnSuffix,
      attributes: { githubLogin: 'uid' },
      groups: { support: 'berth-support', operators: 'berth-operators', auditors: 'berth-auditors' },
    },
  };
}

/** Dana asks for payments, Lee leads it, Nina is new. */
export function accountRequest(change: Partial<ServiceRequest> = {}): ServiceRequest {
  return {
    reference: 'BR-7F3K2M9QXA',
    kind: 'create-project',
    source: { channel: 'mail', key: 'requests/<1@example.test>', receivedAt: '2026-03-02T09:00:00.000Z' },
    requester: 'dana@example.test',
    requesterId: 'dana',
    lead: 'lee@example.test',
    leadId: 'lee',
    members: ['nina.berg@example.test'],
    project: 'payments',
    title: 'Payments API',
    costCentre: 'CC-1042',
    reason: 'Replaces the legacy billing VM.',
    ...change,
  };
}

/** The entry of that own name (`CN=…` or `OU=…`), wherever it is. */
export function entryNamed(directory: RunningDirectory, ownPart: string): ShownEntry | undefined {
  return directory.entries().find(({ dn }) => dn.startsWith(`${ownPart},`));
}

/** The type of failure a call ends with. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<{ type: string; message: string; nonRetryable: boolean }> {
  const error: unknown = await call.then(
    () => new Error('no failure'),
    (thrown: unknown) => thrown,
  );
  const { type, message, nonRetryable } = error as { type?: string; message: string; nonRetryable?: boolean };
  return { type: type ?? 'none', message, nonRetryable: nonRetryable ?? false };
}
