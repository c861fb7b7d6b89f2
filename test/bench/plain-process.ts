/* Runs the plain script when its parent says so: `plain-process.ts <berth.yaml>`. */
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Client, Connection } from '@temporalio/client';
import { createActivities } from '../../src/activities/index.ts';
import { readCatalogue } from '../../src/clients/catalogue.ts';
import { loadConfig } from '../../src/config.ts';
import { inContext } from '../support/activity.ts';
import { playPlainly } from './plain-script.ts';

const config = loadConfig(process.argv[2] ?? '');
if (config.caFile) setDefaultCACertificates([...getCACertificates('default'), readFileSync(config.caFile, 'utf8')]);
const client = new Client({ connection: Connection.lazy() });
const activities = inContext(createActivities({ config, client, catalogue: readCatalogue('catalogue') }));

process.on('message', (message: { order?: number; project?: string }) => {
  const { order, project } = message;
  if (order === undefined || project === undefined) return;
  playPlainly(activities, config.auth.decisionKey, project).then(
    (result) => process.send?.({ answer: order, result }),
    (error: unknown) =>
      process.send?.({ answer: order, failure: error instanceof Error ? error.stack : String(error) }),
  );
});
process.channel?.ref();
