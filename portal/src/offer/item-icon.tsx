import { ThemeIcon } from '@mantine/core';
import { IconBolt, IconBox, IconDatabase, IconServer, IconWorldWww, type TablerIcon } from '@tabler/icons-react';
import type { OfferedItem } from '../../../src/domain/offer/offer.ts';

/** By the kinds of what an item makes, so that a new item of the catalogue has a picture too. */
const PICTURES: readonly (readonly [kind: RegExp, icon: TablerIcon, color: string])[] = [
  [/cnpg|sql|database/i, IconDatabase, 'berth'],
  [/kubevirt|machines/i, IconServer, 'grape'],
  [/ingresses/i, IconWorldWww, 'teal'],
  [/^deployments/i, IconBolt, 'orange'],
];

export function ItemIcon({ item, size = 40 }: { item: Pick<OfferedItem, 'makes'>; size?: number }) {
  const found = PICTURES.find(([kind]) => item.makes.some((made) => kind.test(made)));
  const [, Icon, color] = found ?? [undefined, IconBox, 'gray'];
  return (
    <ThemeIcon size={size} radius="md" variant="light" color={color} aria-hidden>
      <Icon size={size * 0.6} stroke={1.6} />
    </ThemeIcon>
  );
}
