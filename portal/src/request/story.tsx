import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '../../../src/domain/status.ts';
import { Time } from '../format.tsx';
import { BerthWords } from '../parts/berth-words.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Section } from '../parts/section.tsx';
import { useTimeline } from './data.ts';
import { eventsOf } from './telling.ts';

/** As many are shown before somebody wants more. */
const FEW = 6;

/** What has happened, newest first. */
export function Story({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const query = useTimeline(reference);
  return (
    <Section title={t('request.story')}>
      <Loaded query={query} lines={FEW}>
        {(entries) => <Entries entries={eventsOf(entries)} />}
      </Loaded>
    </Section>
  );
}

function Entries({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? entries : entries.slice(0, FEW);
  return (
    <Stack gap="sm" align="flex-start">
      <Stack component="ol" gap="sm" m={0} p={0} w="100%" style={{ listStyle: 'none' }} id="story">
        {shown.map((entry) => (
          <Entry key={`${entry.at} ${entry.text}`} entry={entry} />
        ))}
      </Stack>
      {entries.length > FEW && (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={isWhole}
          aria-controls="story"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? t('request.less') : t('request.all', { count: entries.length })}
        </Button>
      )}
    </Stack>
  );
}

function Entry({ entry: { at, step, text, who } }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  return (
    <li>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        <BerthWords text={text} />
      </Text>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          <Time at={at} />
          {who && ` · ${who}`}
        </Text>
        <Badge size="xs" variant="default" tt="none" fw={400}>
          {t(`step.${step}`)}
        </Badge>
      </Group>
    </li>
  );
}
