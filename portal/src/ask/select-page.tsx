import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import type { ServiceRequest } from '../../../src/domain/request.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { useOffer } from '../offer/data.ts';
import { Loaded } from '../parts/loaded.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { problemsOf } from '../problems.ts';
import { isKept, useFollow, useReadAgain, useRequest } from '../request/data.ts';
import { useSend } from '../sending.ts';
import classes from './ask.module.css';
import { usePreview } from './data.ts';
import { bodyOf, type Chosen, chosenOf, NOTHING } from './fields.ts';
import { Mends } from './mends.tsx';
import { Outcome } from './outcome.tsx';
import { Resources } from './resources.tsx';
import { atFields } from './steps.ts';

/** Step 3 of a request: its requester chooses what shall run; or something else, where there is no room for it. */
export function Component() {
  const { t } = useTranslation();
  const { reference = '' } = useParams();
  const query = useRequest(reference);
  useFollow(reference, query.data);
  return (
    <Page title={t('ask.select.title', { reference })}>
      <Loaded query={query}>
        {(status) => (isKept(status) ? <Over reference={reference} /> : <Open status={status} />)}
      </Loaded>
    </Page>
  );
}

function Open({ status }: { status: RequestStatus }) {
  const { request } = status;
  const offer = useOffer();
  if (!request || request.removes || !mayBeChosen(status)) return <Over reference={status.reference} />;
  return (
    <Loaded query={offer}>
      {(offered) => <Choose request={request} offer={offered} isRepair={isStuck(status)} />}
    </Loaded>
  );
}

/** It waits for its resources, for room for those it has, or for somebody to mend it, by choosing otherwise perhaps. */
const mayBeChosen = (status: RequestStatus): boolean =>
  status.task?.id === 'selection' || status.waitingOn?.kind === 'capacity' || isStuck(status);

const isStuck = ({ task }: RequestStatus): boolean => task?.id === 'repair';

function Over({ reference }: { reference: string }) {
  const { t } = useTranslation();
  return (
    <Stack align="flex-start">
      <Text fw={600}>{t('ask.select.over')}</Text>
      <Text>{t('ask.select.overText')}</Text>
      <Button component={Link} to={`/requests/${reference}`} variant="default">
        {t('ask.select.toRequest')}
      </Button>
    </Stack>
  );
}

function Choose({ request, offer, isRepair }: { request: ServiceRequest; offer: Offer; isRepair: boolean }) {
  const { t } = useTranslation();
  const { reference, project, title, lead, costCentre, members, reason } = request;
  const [chosen, setChosen] = useState<Chosen>(request.selection ?? chosenOf(NOTHING));
  const [tried, setTried] = useState(false);
  const about = { ...NOTHING, project, title, lead, costCentre, members, reason, ...chosen };
  const preview = usePreview(bodyOf(about));
  const sending = useChoosing(reference, isRepair);
  const found = atFields([...(preview.data?.problems ?? []), ...problemsOf(sending.error)]);
  const send = () => {
    setTried(true);
    if (found.length === 0) sending.mutate({ ...(isRepair ? { repair: 'edit' } : {}), selection: chosen });
  };
  return (
    <Stack gap="lg">
      <Text>{t('ask.select.intro', { project })}</Text>
      <div className={classes.form}>
        <Stack gap="lg">
          <Resources
            offer={offer}
            fields={chosen}
            problems={tried ? found : []}
            onChange={(change) => setChosen({ ...chosen, ...change })}
          />
          {tried && <Mends problems={found} fields={chosen} offer={offer} />}
          {sending.error && problemsOf(sending.error).length === 0 && <Problem error={sending.error} />}
        </Stack>
        <div className={classes.aside}>
          <Outcome preview={preview} />
        </div>
        <Group justify="flex-end">
          <Button loading={sending.isPending} disabled={preview.isBehind} onClick={send}>
            {t('ask.select.send')}
          </Button>
        </Group>
      </div>
    </Stack>
  );
}

/** Sends it once, and goes back to the request. */
function useChoosing(reference: string, isRepair: boolean) {
  const { t } = useTranslation();
  const readAgain = useReadAgain(reference);
  const navigate = useNavigate();
  const act = isRepair ? 'repair' : 'select';
  return useSend<{ selection: Chosen; repair?: 'edit' }>(`/api/requests/${reference}/${act}`, async () => {
    notice(t('ask.select.sent'));
    await readAgain();
    await navigate(`/requests/${reference}`);
  });
}
