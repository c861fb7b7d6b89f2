import { Grid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { Acts } from './acts.tsx';
import { Approval } from './approval.tsx';
import { Chosen } from './chosen.tsx';
import { Conversation } from './conversation.tsx';
import { isKept, useFollow, useRequest } from './data.ts';
import { Deliveries } from './deliveries.tsx';
import { Files } from './files.tsx';
import { Headline } from './headline.tsx';
import { Kept } from './kept.tsx';
import { Links } from './links.tsx';
import { Placements } from './placements.tsx';
import { Steps } from './steps.tsx';
import { Story } from './story.tsx';
import { Turn } from './turn.tsx';
import { Undone } from './undone.tsx';

/** One request: how far it is, whom it waits for, what it is about. It moves by itself. */
export function Component() {
  const { t } = useTranslation();
  const { reference = '' } = useParams();
  const query = useRequest(reference);
  const { data } = query;
  useFollow(reference, data);
  const status = data && !isKept(data) ? data : undefined;
  return (
    <Page
      key={reference}
      title={status?.request?.title || t('request.title', { reference })}
      actions={status && <Acts status={status} />}
    >
      <Loaded query={query} lines={8}>
        {(answer) => (isKept(answer) ? <Kept entries={answer.ledger} /> : <Open status={answer} />)}
      </Loaded>
    </Page>
  );
}

function Open({ status }: { status: RequestStatus }) {
  const { reference } = status;
  return (
    <Stack gap="md">
      <Headline status={status} />
      <Turn status={status} />
      <Undone undo={status.undo} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Steps status={status} />
            <Links status={status} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Chosen status={status} />
            <Approval status={status} />
            <Placements status={status} />
            <Conversation reference={reference} />
            <Story reference={reference} />
            <Files status={status} />
            <Deliveries deliveries={status.deliveries} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
