import type { Client } from '@temporalio/client';
import { connectTemporal } from '../clients/temporal.ts';
import type { Config } from '../config.ts';
import { INDEXED_VALUE, SEARCH_ATTRIBUTES, type SearchAttributeKind } from '../domain/search-attributes.ts';
import { tryCodec, tryKeys } from './codec.ts';
import { type Finding, Missing, tryFirst, tryOut } from './finding.ts';

/** A closed request must be found as long as its mail may come again, and a year's audit can ask for it. */
const LEAST_RETENTION_DAYS = 400;
const DAY_S = 86_400;

export async function checkTemporal({ temporal }: Pick<Config, 'temporal'>): Promise<Finding[]> {
  const reach = async () => {
    const value = await connectTemporal(temporal).catch((error: unknown) => {
      throw new Missing((error as Error).message);
    });
    return { detail: temporal.address ?? 'by TEMPORAL_* profile', value };
  };
  return tryFirst('temporal', 'reach', reach, async (client) => {
    try {
      const namespace = await checkNamespace(client, temporal);
      return [...namespace, await tryOut('temporal', 'payload codec', () => tryCodec(temporal.codec))];
    } finally {
      await client.connection.close();
    }
  });
}

function checkNamespace(client: Client, { address, codec }: Config['temporal']): Promise<Finding[]> {
  const { namespace } = client.options;
  const describe = async () => {
    const value = await client.workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
      throw new Missing(`${namespace}: ${(error as Error).message}. Make it, or mend temporal.namespace.`);
    });
    return { detail: namespace, value };
  };
  return tryFirst('temporal', 'namespace', describe, async ({ config }) => {
    const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    return [
      await tryOut('temporal', 'retention', async () =>
        judgeRetention(namespace, seconds / DAY_S, isLoopback(address)),
      ),
      await tryOut('temporal', 'search attributes', () => checkAttributes(client)),
      await tryOut('temporal', 'keys of payloads', () => tryKeys(client, codec)),
    ];
  });
}

/**
 * Whether closed requests are kept long enough; on this machine alone any time will do.
 * @throws Missing
 */
export function judgeRetention(namespace: string, days: number, local: boolean): string {
  const kept = `${Number(days.toFixed(1))} days`;
  if (days >= LEAST_RETENTION_DAYS || local) return local ? `${kept}; enough on this machine` : kept;
  const mend = `temporal operator namespace update --namespace ${namespace} --retention ${LEAST_RETENTION_DAYS}d`;
  throw new Missing(`${kept}, ${LEAST_RETENTION_DAYS} are needed: ${mend}`);
}

async function checkAttributes(client: Client): Promise<string> {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const registered = new Map<string, number>(Object.entries(customAttributes));
  const wrong = Object.entries(SEARCH_ATTRIBUTES).filter(
    ([name, kind]) => registered.get(name) !== INDEXED_VALUE[kind],
  );
  if (wrong.length === 0) return 'all registered';
  const options = wrong.map(([name, kind]) => `--name ${name} --type ${cliType(kind)}`).join(' ');
  throw new Missing(
    `${wrong.map(([name]) => name).join(', ')} missing or of another type: ` +
      `temporal operator search-attribute create --namespace ${namespace} ${options}`,
  );
}

const cliType = (kind: SearchAttributeKind): string =>
  kind.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

const isLoopback = (address: string | undefined): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+$/.test(address ?? '');
