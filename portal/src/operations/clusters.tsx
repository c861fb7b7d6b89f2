import { Badge, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClusterNow } from '../../../src/domain/cluster-standing.ts';
import { number } from '../intl.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Section } from '../parts/section.tsx';
import { useClusters, useFreezes } from './data.ts';
import { type Used, usedOf } from './room.ts';

/** Every cluster with what it may hold, what stands and what is reserved. */
export function Clusters() {
  const { t } = useTranslation();
  const frozen = new Set(useFreezes().data?.items.map(({ target }) => target));
  return (
    <Loaded query={useClusters()} lines={6}>
      {({ items }) => (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {items.length === 0 && <Text>{t('operations.clusters.none')}</Text>}
          {items.map((cluster) => (
            <Cluster key={cluster.name} cluster={cluster} isFrozen={frozen.has('all') || frozen.has(cluster.name)} />
          ))}
        </SimpleGrid>
      )}
    </Loaded>
  );
}

function Cluster({ cluster, isFrozen }: { cluster: ClusterNow; isFrozen: boolean }) {
  const { t } = useTranslation();
  const { name, site, executor, environments, waiting, reserved } = cluster;
  return (
    <Section
      title={name}
      aside={
        <Group gap="xs">
          {isFrozen && (
            <Badge color="blue" tt="none">
              {t('operations.clusters.frozen')}
            </Badge>
          )}
          {(waiting ?? 0) > 0 && (
            <Badge color="orange" variant="light" tt="none">
              {t('operations.clusters.waiting', { count: waiting ?? 0 })}
            </Badge>
          )}
        </Group>
      }
    >
      <Text size="sm" c="dimmed">
        {t('operations.clusters.site', { site, executor })};{' '}
        {t('operations.clusters.environments', { count: environments })}
      </Text>
      <Stack gap="sm">
        {usedOf(cluster).map((used) => (
          <Component key={used.component} used={used} />
        ))}
      </Stack>
      {reserved === null && <Text size="sm">{t('operations.clusters.notKnown')}</Text>}
    </Section>
  );
}

function Component({ used: { component, standing, reserved, limit, bars } }: { used: Used }) {
  const { t, i18n } = useTranslation();
  const told = (value: number) => number(value, i18n.language, { maximumFractionDigits: 1 });
  const name = t(`operations.clusters.component.${component}`);
  const values = {
    standing: told(standing),
    reserved: reserved === null ? t('operations.clusters.unknown') : told(reserved),
  };
  const words =
    limit === undefined
      ? t('operations.clusters.usedNoLimit', values)
      : t('operations.clusters.used', { ...values, limit: told(limit) });
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm">{words}</Text>
      </Group>
      {limit !== undefined && (
        <Progress.Root size="lg" aria-hidden>
          <Progress.Section value={bars.standing} color="berth" />
          <Progress.Section value={bars.reserved} color="orange" striped />
        </Progress.Root>
      )}
    </div>
  );
}
