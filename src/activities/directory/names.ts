import { createHash } from 'node:crypto';
import { escapeDn } from '../../clients/directory.ts';
import type { Config } from '../../config.ts';
import { RETIRED_OU } from '../../domain/naming.ts';

type DirectoryConfig = Config['directory'];

export { DIRECTORY_MARKER as MARKER } from '../../domain/naming.ts';

export const projectsDn = ({ projectsOu, baseDn }: DirectoryConfig) => `${projectsOu},${baseDn}`;
export const peopleDn = ({ peopleOu, baseDn }: DirectoryConfig) => `${peopleOu},${baseDn}`;
export const projectDn = (config: DirectoryConfig, project: string) => `OU=${escapeDn(project)},${projectsDn(config)}`;
export const groupDn = (config: DirectoryConfig, project: string, group: string) =>
  `CN=${escapeDn(group)},${projectDn(config, project)}`;
export const newUserDn = (config: DirectoryConfig, id: string) => `CN=${escapeDn(id)},${peopleDn(config)}`;
/** Where undone things go, so that nothing is deleted and their names are free again. */
export const retiredDn = (config: DirectoryConfig) => `${RETIRED_OU},${projectsDn(config)}`;
export const principalName = (config: DirectoryConfig, id: string) => `${id}@${config.upnSuffix}`;

/** The name a retired group or OU is kept under; one request retires a name once. */
export const retiredName = (name: string, reference: string) => `${name} ${reference}`;

/** The id a retired user is kept under: 19 characters, the same on every attempt, and nobody's wish. */
export function retiredId(id: string, reference: string): string {
  const digest = createHash('sha256').update(id).digest('hex');
  return `${reference.replace(/^BR-/, '').toLowerCase()}-${digest.slice(0, 8)}`;
}
