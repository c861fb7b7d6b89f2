import { Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LONGEST_COMMENT } from '../../../src/domain/conversation.ts';
import type { TimelineEntry } from '../../../src/domain/status.ts';
import { useDraft } from '../draft.ts';
import { Ago } from '../format.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { useSend } from '../sending.ts';
import { useActs, useReadAgain, useTimeline } from './data.ts';
import { talkOf } from './telling.ts';

/** What people say about a request, oldest first, and where to say something. */
export function Conversation({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const query = useTimeline(reference);
  const { data: acts } = useActs(reference);
  return (
    <Section title={t('request.conversation')}>
      <Loaded query={query} lines={1}>
        {(entries) => <Said comments={talkOf(entries)} />}
      </Loaded>
      {acts?.may.includes('comment') && <Say key={`comment ${reference}`} reference={reference} />}
    </Section>
  );
}

function Said({ comments }: { comments: readonly TimelineEntry[] }) {
  const { t } = useTranslation();
  if (comments.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('request.nobodySaid')}
      </Text>
    );
  return (
    <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-live="polite">
      {comments.map(({ at, who, text }) => (
        <Paper component="li" key={`${at} ${text}`} withBorder p="xs">
          <Text size="xs" c="dimmed">
            <strong>{who}</strong> · <Ago at={at} />
          </Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {text}
          </Text>
        </Paper>
      ))}
    </Stack>
  );
}

function Say({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const readAgain = useReadAgain(reference);
  const [text, setText, forget] = useDraft(`comment ${reference}`, '');
  const sending = useSend<{ text: string }>(`/api/requests/${reference}/comments`, async () => {
    setText('');
    forget();
    await readAgain();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') sending.mutate({ text });
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={t('request.say')}
          description={t('request.sayTells')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={LONGEST_COMMENT}
          autosize
          minRows={2}
          maxRows={12}
        />
        {sending.error !== null && <Problem error={sending.error} />}
        <Group justify="flex-end">
          <Button type="submit" size="sm" loading={sending.isPending} disabled={text.trim() === ''}>
            {t('request.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
