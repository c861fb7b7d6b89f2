import type { ShownEntry } from '../../sandbox/directory/server.ts';
import type { Faults } from '../../sandbox/kit/faults.ts';
import type { DirectoryActivities } from '../../src/activities/contracts.ts';
import { createDirectoryActivities } from '../../src/activities/directory/directory.ts';
import type { DirectoryAccess } from '../../src/clients/directory.ts';
import { Secret } from '../../src/config.ts';
import type { ServiceRequest } from '../../src/domain/request.ts';
import type { StackDirectory } from '../../stack/directory/directory.ts';
import { inContext } from './activity.ts';
import { type DirectoryServer, type ServersOptions, startServers, startWatched } from './directory-servers.ts';

export type { DirectoryServer } from './directory-servers.ts';

/** A directory, the way in, and the activities run as a worker would run them. */
export interface DirectoryUnderTest {
  readonly directory: DirectoryServer;
  readonly access: DirectoryAccess;
  readonly activities: DirectoryActivities;
  close(): Promise<void>;
}

/** One whose connections fail when the test says so, and whose writes are counted. */
export interface WatchedDirectory extends DirectoryUnderTest {
  readonly faults: Faults;
  /** Every write that was carried out, as `<kind> <name>`. */
  writes(): string[];
}

export async function directoryUnderTest(options: ServersOptions = {}): Promise<DirectoryUnderTest> {
  const { directory, caFile, close } = await startServers(options);
  return { ...underTest(directory, caFile), close };
}

/** Two servers that copy from each other, on either. */
export const directoryPair = () => directoryUnderTest({ pair: true });

/** A real directory, for what only its administrator can bring about. */
export interface RealDirectory extends WatchedDirectory {
  readonly samba: StackDirectory;
  /** Told of every write that was carried out, before Berth is. */
  onWrite(heard: (what: string) => void | Promise<void>): void;
}

/** Real, through a relay. Only under `npm run test:stack`. */
export async function realDirectory(options: ServersOptions = {}): Promise<RealDirectory> {
  const { faults, log, directory, caFile, close, samba } = await startWatched(options);
  if (!samba) throw new Error('npm run test:stack runs this test');
  const onWrite = (heard: (what: string) => void | Promise<void>) => {
    log.onMoment = ({ what }, moment) => (moment === 'effect' ? heard(what) : undefined);
  };
  const writes = () => log.all().map(({ what }) => what);
  return { ...underTest(directory, caFile), faults, writes, close, samba, onWrite };
}

/** Two of them that copy from each other. */
export const realPair = () => realDirectory({ pair: true });

export async function watchedDirectory(): Promise<WatchedDirectory> {
  const { faults, log, directory, caFile, close } = await startWatched();
  const writes = () => log.all().map(({ what }) => what);
  return { ...underTest(directory, caFile), faults, writes, close };
}

function underTest(directory: DirectoryServer, caFile: string): Omit<DirectoryUnderTest, 'close'> {
  const access = accessTo(directory, caFile);
  return { directory, access, activities: inContext(createDirectoryActivities(access)) };
}

/** The activities of another configuration. */
export function activitiesWith(
  access: DirectoryAccess,
  change: Partial<DirectoryAccess['config']>,
): DirectoryActivities {
  return inContext(createDirectoryActivities({ ...access, config: { ...access.config, ...change } }));
}

function accessTo(directory: DirectoryServer, caFile: string): DirectoryAccess {
  return {
    caFile,
    config: {
      servers: [...directory.servers],
      baseDn: directory.baseDn,
      projectsOu: 'OU=Projects',
      peopleOu: 'CN=Users',
      bindUser: directory.bindUser,
      bindPassword: new Secret(directory.bindPassword),
      upnSuffix: directory.upnSuffix,
      attributes: { githubLogin: 'uid' },
      groups: {
        support: 'berth-support',
        operators: 'berth-operators',
        auditors: 'berth-auditors',
        security: 'berth-security',
      },
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
export async function entryNamed(directory: DirectoryServer, ownPart: string): Promise<ShownEntry | undefined> {
  return (await directory.entries()).find(({ dn }) => dn.startsWith(`${ownPart},`));
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
