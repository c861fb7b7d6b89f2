import { Accordion, Anchor, Badge, Group, ScrollArea, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangedFile } from '../../../src/domain/changed-file.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { get } from '../api.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Section } from '../parts/section.tsx';
import { type DiffLine, diffLines, sizeOf } from './diff.ts';

/** The files that change, and what changes in them, read when somebody wants to see it. */
export function Files({ status: { reference, plan, pullRequest } }: { status: RequestStatus }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ['request', reference, 'files', pullRequest?.headSha],
    queryFn: ({ signal }) => get<{ items: ChangedFile[] }>(`/api/requests/${reference}/files`, signal),
    enabled: isOpen && pullRequest !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!plan || !pullRequest) return null;
  return (
    <Section
      title={t('request.files')}
      aside={
        <Anchor href={`${pullRequest.url}/files`} target="_blank" rel="noreferrer" size="sm">
          {t('request.onGithub')}
        </Anchor>
      }
    >
      <Accordion variant="contained" onChange={(value) => setOpen(value !== null)}>
        <Accordion.Item value="files">
          <Accordion.Control>{t('request.filesCount', { count: plan.paths.length })}</Accordion.Control>
          <Accordion.Panel>
            {isOpen && (
              <Loaded query={query} lines={3}>
                {({ items }) => <Diffs files={items} />}
              </Loaded>
            )}
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Section>
  );
}

/** Only what is open is made: a change may have many files, and each many lines. */
function Diffs({ files }: { files: readonly ChangedFile[] }) {
  const [open, setOpen] = useState<string[]>([]);
  return (
    <Accordion
      multiple
      value={open}
      onChange={setOpen}
      order={3}
      chevronPosition="left"
      styles={{ label: { overflowWrap: 'anywhere' }, content: { padding: 0 } }}
    >
      {files.map((file) => (
        <Accordion.Item key={file.path} value={file.path}>
          <Accordion.Control>
            <FileName file={file} />
          </Accordion.Control>
          <Accordion.Panel>{open.includes(file.path) && <Diff file={file} />}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function FileName({ file: { path, change, patch } }: { file: ChangedFile }) {
  const { t } = useTranslation();
  const size = patch === undefined ? undefined : sizeOf(patch);
  return (
    <Group gap="xs">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {path}
      </Text>
      <Badge variant="light" tt="none" color={change === 'added' ? 'green' : change === 'removed' ? 'red' : 'blue'}>
        {t(`request.change.${change}`)}
      </Badge>
      {size && <Text size="xs" c="dimmed">{`+${size.added} −${size.removed}`}</Text>}
    </Group>
  );
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { added: '+', removed: '−', same: ' ', place: ' ' };
const BACKGROUNDS: Readonly<Record<DiffLine['kind'], string | undefined>> = {
  added: 'var(--mantine-color-green-light)',
  removed: 'var(--mantine-color-red-light)',
  same: undefined,
  place: 'var(--mantine-color-gray-light)',
};

function Diff({ file: { path, patch } }: { file: ChangedFile }) {
  const { t } = useTranslation();
  if (patch === undefined) return <Text size="sm">{t('request.tooLarge')}</Text>;
  return (
    <ScrollArea.Autosize mah={480} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': path }}>
      <Text component="pre" size="xs" m={0} ff="monospace">
        {diffLines(patch).map(({ kind, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a diff never change places
          <div key={i} style={{ background: BACKGROUNDS[kind], minWidth: 'max-content' }}>
            {`${SIGNS[kind]} ${text}`}
          </div>
        ))}
      </Text>
    </ScrollArea.Autosize>
  );
}
