import { Stack } from '@mantine/core';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import type { Problem } from '../../../src/domain/request.ts';
import { clustersOf } from '../offer/prices.ts';
import { inside, wordsAt } from '../problems.ts';
import type { Chosen } from './fields.ts';
import { Items } from './items.tsx';
import { RegionChoice, StageChoice } from './regions.tsx';
import { Sizes } from './sizes.tsx';

interface Props {
  readonly offer: Offer;
  readonly fields: Chosen;
  readonly problems: readonly Problem[];
  readonly onChange: (change: Partial<Chosen>) => void;
}

/** Everything that is picked for one environment, from what is offered. */
export function Resources({ offer, fields, problems, onChange }: Props) {
  const own = inside('environments[0]', problems);
  const errorAt = (name: string) => wordsAt(own, name, name !== 'items');
  const clusters = clustersOf(offer, fields.stage, fields.regions);
  const shared = { offer, fields, errorAt, onChange };
  return (
    <Stack gap="lg">
      <StageChoice {...shared} />
      <RegionChoice {...shared} />
      <Sizes
        offer={offer}
        value={fields.size}
        error={errorAt('size')}
        clusters={clusters}
        chosen={fields.regions.length > 0}
        onChange={(size) => onChange({ size })}
      />
      <Items
        offer={offer}
        picked={fields.items}
        clusters={clusters}
        problems={own}
        onChange={(items) => onChange({ items })}
      />
    </Stack>
  );
}
