import { Group, Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Offer, OfferedCluster, OfferedSize } from '../../../src/domain/offer/offer.ts';
import type { Size } from '../../../src/domain/selection.ts';
import { money } from '../intl.ts';
import { sizePrice } from '../offer/prices.ts';
import { SizePicture } from '../offer/size-picture.tsx';
import classes from './ask.module.css';

interface Props {
  readonly offer: Offer;
  readonly value: Size;
  readonly error: string | undefined;
  /** Those that are chosen, else all of the stage. */
  readonly clusters: readonly OfferedCluster[];
  readonly chosen: boolean;
  readonly onChange: (size: Size) => void;
}

/** The sizes beside each other, each with a picture of what it reserves and its price here. */
export function Sizes({ offer, value, error, clusters, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const largest = offer.sizes.at(-1);
  return (
    <Radio.Group label={t('ask.size')} description={t('ask.sizeHint')} value={value} error={error} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {offer.sizes.map((size) => (
          <Radio.Card key={size.size} value={size.size} px="sm" py="xs" radius="md" className={classes.card ?? ''}>
            <Group wrap="nowrap" gap="md">
              <Radio.Indicator />
              {largest && <SizePicture size={size} largest={largest} />}
              <SizeWords size={size} price={sizePrice(clusters, size.size, chosen)} {...{ chosen, offer }} />
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface Words {
  readonly size: OfferedSize;
  readonly price: number | undefined;
  readonly chosen: boolean;
  readonly offer: Offer;
}

function SizeWords({ size, price, chosen, offer }: Words) {
  const { t, i18n } = useTranslation();
  const { cpu, memoryGiB: memory, storageGiB: storage } = size;
  const words = price === undefined ? '' : money(price, offer.currency, i18n.language);
  return (
    <Group justify="space-between" gap={4} flex={1}>
      <div>
        <Text fw={600}>{size.size}</Text>
        <Text size="xs" c="dimmed">
          {t('ask.sizeAmounts', { cpu, memory, storage })}
        </Text>
      </div>
      {words && <Text size="sm">{t(chosen ? 'ask.aMonth' : 'ask.fromAMonth', { price: words })}</Text>}
    </Group>
  );
}
