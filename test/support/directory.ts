import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { type RunningDirectory, type ShownEntry, startDirectory } from '../../sandbox/directory/server.ts';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';
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

export async function directoryUnderTest(): Promise<DirectoryUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-directory-'));
  const context = makeContext(folder);
  const directory = await startDirectory(context);
  const access = accessTo(directory, context);
  return {
    directory,
    context,
    access,
    activities: asActivities(createDirectoryActivities(access)),
    close: async () => {
      await directory.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The activities of another configuration. */
export function activitiesWith(access: DirectoryAccess, change: Partial<DirectoryAccess['config']>): DirectoryActivities {
  return asActivities(createDirectoryActivities({ ...access, config: { ...access.config, ...change } }));
}

export function asActivities(activities: DirectoryActivities): DirectoryActivities {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    (...input: unknown[]) => new MockActivityEnvironment().run(activity as (...args: unknown[]) => unknown, ...input),
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
    lead: 'lee@example.test',
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
export async function failureOf(call: Promise<unknown>): Promise<{ type: string; message: string; nonRetryable: boolean }> {
  const error: unknown = await call.then(
    () => new Error('no failure'),
    (thrown: unknown) => thrown,
  );
  const { type, message, nonRetryable } = error as { type?: string; message: string; nonRetryable?: boolean };
  return { type: type ?? 'none', message, nonRetryable: nonRetryable ?? false };
}
