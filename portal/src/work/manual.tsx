import { Button, Code, CopyButton, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Problem } from '../parts/problem.tsx';
import { useCompletion } from './completion.ts';
import type { TaskFormProps } from './task-form.ts';

/** Somebody runs commands that Berth may not run itself, and says that it is done. */
export function Manual({ status, task, mayAct, pending, onSent }: TaskFormProps) {
  const { t } = useTranslation();
  const send = useCompletion(status.reference, onSent);
  const commands = task.commands ?? [];
  return (
    <Stack gap="md">
      <Text>{t('work.manual.intro')}</Text>
      {commands.map((command, at) => (
        <Paper key={command} withBorder radius="md" p="sm">
          <Group justify="space-between" align="flex-start" wrap="nowrap">
            <Code block flex={1} miw={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {command}
            </Code>
            <Copy text={command} label={`${t('work.manual.copy')} ${at + 1}`} />
          </Group>
        </Paper>
      ))}
      {send.error && <Problem error={send.error} />}
      <Group>
        {(mayAct || pending) && (
          <Button loading={send.isPending || pending} onClick={() => send.mutate({ task: 'manual' })}>
            {t('work.manual.done')}
          </Button>
        )}
        {commands.length > 1 && <Copy text={commands.join('\n')} label={t('work.manual.copyAll')} />}
      </Group>
    </Stack>
  );
}

function Copy({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button variant="default" size="xs" onClick={copy}>
          {copied ? t('work.manual.copied') : label}
        </Button>
      )}
    </CopyButton>
  );
}
