import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClusterRoom } from '../../../src/domain/render/room.ts';
import { number } from '../intl.ts';
import { type RoomBar, roomBars } from './room.ts';

/** How full the clusters would be. */
export function Rooms({ rooms }: { rooms: readonly ClusterRoom[] }) {
  return (
    <Stack gap="xs">
      {rooms.map((room) => (
        <Stack gap={4} key={room.cluster}>
          <Text size="sm">{room.cluster}</Text>
          {roomBars(room).map((bar) => (
            <Bar key={bar.key} bar={bar} />
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

function Bar({ bar: { key, wanted, free, taken, share, full } }: { bar: RoomBar }) {
  const { t, i18n } = useTranslation();
  const told = (value: number) => number(value, i18n.language, { maximumFractionDigits: 2 });
  const unit = key === 'cpu' ? '' : ' GiB';
  const shown = { wanted: `${told(wanted)}${unit}`, free: `${told(free ?? 0)}${unit}` };
  return (
    <div>
      <Text size="xs" c={full ? 'orange' : 'dimmed'} component="p" m={0}>
        {t(`ask.outcome.${key}`)}: {t(free === null ? 'ask.outcome.roomUnknown' : 'ask.outcome.roomText', shown)}
        {full && `. ${t('ask.outcome.full')}`}
      </Text>
      {free !== null && (
        <Progress.Root size={6} aria-hidden>
          <Progress.Section value={taken} color="gray" withAria={false} />
          <Progress.Section value={share} color={full ? 'orange' : 'berth'} withAria={false} />
        </Progress.Root>
      )}
    </div>
  );
}
