import { Checkbox, Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import type { Stage } from '../../../src/domain/selection.ts';
import { clustersOf, stagesOf } from '../offer/prices.ts';
import classes from './ask.module.css';
import type { Chosen } from './fields.ts';

interface Props {
  readonly offer: Offer;
  readonly fields: Chosen;
  readonly errorAt: (name: string) => string | undefined;
  readonly onChange: (change: Partial<Chosen>) => void;
}

/** For which stage; how long its environments live. */
export function StageChoice({ offer, fields, errorAt, onChange }: Props) {
  const { t } = useTranslation();
  const days = offer.leaseDays[fields.stage];
  const pick = (stage: Stage) => {
    const there = clustersOf(offer, stage).map(({ region }) => region);
    onChange({ stage, regions: fields.regions.filter((region) => there.includes(region)) });
  };
  return (
    <Stack gap={4}>
      <Radio.Group
        label={t('ask.stage')}
        value={fields.stage}
        error={errorAt('stage')}
        onChange={(stage) => pick(stage)}
      >
        <Group mt="xs" gap="lg">
          {stagesOf(offer).map((stage) => (
            <Radio key={stage} value={stage} label={stage} />
          ))}
        </Group>
      </Radio.Group>
      <Text size="sm" c="dimmed">
        {days === null ? t('ask.stageNoLease') : t('ask.stageLease', { count: days })}
      </Text>
    </Stack>
  );
}

/** In which regions: one cluster each. */
export function RegionChoice({ offer, fields, errorAt, onChange }: Props) {
  const { t } = useTranslation();
  const clusters = clustersOf(offer, fields.stage);
  return (
    <Checkbox.Group
      label={t('ask.regions')}
      description={clusters.length > 0 ? t('ask.regionsHint') : t('ask.noRegions')}
      value={[...fields.regions]}
      error={errorAt('regions')}
      onChange={(regions) => onChange({ regions })}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
        {clusters.map(({ name, region, site }) => (
          <Checkbox.Card key={region} value={region} p="sm" radius="md" className={classes.card ?? ''}>
            <Group wrap="nowrap" gap="sm" align="flex-start">
              <Checkbox.Indicator mt={2} />
              <Stack gap={2}>
                <Text fw={600}>{region}</Text>
                <Text size="xs" c="dimmed">
                  {name} · {t('ask.site', { site })}
                </Text>
              </Stack>
            </Group>
          </Checkbox.Card>
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}
