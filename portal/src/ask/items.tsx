import { ActionIcon, Button, Card, Group, Menu, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer, OfferedCluster, OfferedItem } from '../../../src/domain/offer/offer.ts';
import type { Problem } from '../../../src/domain/request.ts';
import type { SelectedItem } from '../../../src/domain/selection.ts';
import { money } from '../intl.ts';
import { ItemIcon } from '../offer/item-icon.tsx';
import { itemPrice } from '../offer/prices.ts';
import { inside, wordsAt } from '../problems.ts';
import { defaultsOf, withOwnName } from './fields.ts';

/** Forms from schemas weigh more than all the rest: they come when the first item is there. */
const Parameters = lazy(async () => ({ default: (await import('./parameters.tsx')).Parameters }));

interface Props {
  readonly offer: Offer;
  readonly picked: readonly SelectedItem[];
  readonly clusters: readonly OfferedCluster[];
  /** As seen from inside the environment. */
  readonly problems: readonly Problem[];
  readonly onChange: (items: readonly SelectedItem[]) => void;
}

/** What runs in the environment: one card each, and a menu of what else there is. */
export function Items({ offer, picked, clusters, problems, onChange }: Props) {
  const { t } = useTranslation();
  const title = useId();
  const add = (item: OfferedItem) =>
    onChange([...picked, withOwnName({ item: item.name, parameters: defaultsOf(item.schema) }, picked)]);
  const replace = (at: number, items: readonly SelectedItem[]) => onChange(picked.toSpliced(at, 1, ...items));
  const error = wordsAt(problems, 'items');
  return (
    <Stack component="section" gap="sm" aria-labelledby={title}>
      <Group justify="space-between">
        <Title order={3} size="h5" id={title}>
          {t('ask.items')}
        </Title>
        <AddItem {...{ offer, clusters }} onAdd={add} />
      </Group>
      {error && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
      {picked.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('ask.noItems')}
        </Text>
      )}
      {picked.map((one, at) => (
        <PickedItem
          // What is typed in one must not move to its neighbour when another goes.
          // biome-ignore lint/suspicious/noArrayIndexKey: two of a kind have nothing else to tell them apart
          key={`${one.item} ${at} ${picked.length}`}
          id={`item-${at}`}
          picked={one}
          item={offer.items.find(({ name }) => name === one.item)}
          problems={inside(`items[${at}]`, problems)}
          error={wordsAt(problems, `items[${at}]`)}
          onChange={(parameters) => replace(at, [{ ...one, parameters }])}
          onRemove={() => replace(at, [])}
        />
      ))}
    </Stack>
  );
}

function AddItem({
  offer,
  clusters,
  onAdd,
}: Pick<Props, 'offer' | 'clusters'> & { onAdd: (item: OfferedItem) => void }) {
  const { t, i18n } = useTranslation();
  const priceOf = ({ name, billing }: OfferedItem) => {
    const price = itemPrice(clusters, name);
    if (price === undefined) return t('ask.notHere');
    if (billing !== 'extra') return t('ask.included');
    return t('ask.extra', { price: money(price, offer.currency, i18n.language) });
  };
  return (
    <Menu position="bottom-end" width="target" styles={{ dropdown: { minWidth: 300 } }}>
      <Menu.Target>
        <Button variant="light" leftSection={<IconPlus size={18} aria-hidden />}>
          {t('ask.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offer.items.map((item) => (
          <Menu.Item
            key={item.name}
            leftSection={<ItemIcon item={item} size={32} />}
            disabled={itemPrice(clusters, item.name) === undefined}
            aria-label={t('ask.addItem', { item: item.title })}
            onClick={() => onAdd(item)}
          >
            <Text size="sm">{item.title}</Text>
            <Text size="xs" c="dimmed">
              {priceOf(item)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface Picked {
  readonly id: string;
  readonly picked: SelectedItem;
  /** Undefined when the catalogue has it no more. */
  readonly item: OfferedItem | undefined;
  readonly problems: readonly Problem[];
  readonly error: string | undefined;
  readonly onChange: (parameters: SelectedItem['parameters']) => void;
  readonly onRemove: () => void;
}

function PickedItem({ id, picked, item, problems, error, onChange, onRemove }: Picked) {
  const { t } = useTranslation();
  const title = useId();
  const name = item?.title ?? picked.item;
  return (
    <Card withBorder padding="md" component="section" aria-labelledby={title}>
      <Group wrap="nowrap" align="flex-start" gap="sm" mb="sm">
        <ItemIcon item={item ?? { makes: [] }} />
        <Stack gap={2} style={{ flex: 1 }}>
          <Title order={4} size="h6" id={title}>
            {name}
          </Title>
          <Text size="xs" c="dimmed">
            {item?.description}
          </Text>
        </Stack>
        <ActionIcon variant="subtle" color="red" aria-label={t('ask.removeItem', { item: name })} onClick={onRemove}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {error && (
        <Text size="sm" c="red" role="alert" mb="sm">
          {error}
        </Text>
      )}
      {item && (
        <Suspense fallback={<Skeleton height={140} />}>
          <Parameters id={id} schema={item.schema} value={picked.parameters} {...{ problems, onChange }} />
        </Suspense>
      )}
    </Card>
  );
}
