import { Anchor, Badge, Button, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Incident, IncidentSummary } from '../../../src/domain/incident.ts';
import { Ago } from '../format.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Section } from '../parts/section.tsx';
import { useIncident, useIncidents, useIsOperator, useMembers, useStuck } from './data.ts';
import { RetryAll } from './retry-all.tsx';

/** What stops requests: by one cause together, or each by itself. */
export function Incidents() {
  const { t } = useTranslation();
  const incidents = useIncidents();
  const asked = useAsked();
  return (
    <Stack gap="md">
      <Section title={t('operations.incidents.open')}>
        <Loaded query={incidents} lines={2}>
          {({ items }) => (
            <Stack gap="md">
              {asked !== null && items.every(({ key }) => key !== asked) && (
                <Text role="status">{t('operations.incidents.over', { key: asked })}</Text>
              )}
              {items.length === 0 && <Text c="dimmed">{t('operations.incidents.none')}</Text>}
              {items.map((incident) => (
                <OneIncident key={incident.key} incident={incident} isAsked={incident.key === asked} />
              ))}
            </Stack>
          )}
        </Loaded>
      </Section>
      <Alone keys={incidents.data?.items.map(({ key }) => key)} />
    </Stack>
  );
}

/** The incident that a link has led to. */
const useAsked = (): string | null => useSearchParams()[0].get('incident');

function OneIncident({ incident, isAsked }: { incident: IncidentSummary; isAsked: boolean }) {
  const { t } = useTranslation();
  const card = useRef<HTMLDivElement>(null);
  const { key, type, system, problem, since, total, count } = incident;
  const [isOpen, { toggle }] = useDisclosure(isAsked);
  const isOperator = useIsOperator();
  useEffect(() => {
    if (isAsked) card.current?.scrollIntoView({ block: 'center' });
  }, [isAsked]);
  return (
    <Paper ref={card} withBorder p="md" radius="md">
      <Stack gap="xs" align="flex-start">
        <Title order={3} size="h5">
          {t('operations.incidents.cause', { type, system })}
        </Title>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {problem}
        </Text>
        <Text size="sm" c="dimmed">
          {t('operations.incidents.since')} <Ago at={since} />. {t('operations.incidents.total', { count: total })} (
          {key})
        </Text>
        {count === 0 ? (
          <Text size="sm">{t('operations.incidents.goOn')}</Text>
        ) : (
          <Button size="xs" variant="default" onClick={toggle} aria-expanded={isOpen}>
            {t(isOpen ? 'operations.incidents.hide' : 'operations.incidents.members', { count })}
          </Button>
        )}
        {isOpen && <Members incidentKey={key} />}
        <LastRetry incident={incident} />
        {isOperator && count > 0 && <RetryAll incidentKey={key} />}
      </Stack>
    </Paper>
  );
}

function LastRetry({ incident: { retry } }: { incident: Pick<Incident, 'retry'> }) {
  const { t } = useTranslation();
  if (!retry) return null;
  return (
    <Text size="sm">
      {t('operations.incidents.retried', { ...retry })} <Ago at={retry.at} />
    </Text>
  );
}

function Members({ incidentKey }: { incidentKey: string }) {
  const { t } = useTranslation();
  return (
    <Loaded query={useIncident(incidentKey)} lines={2}>
      {({ members }) => (
        <List size="sm" spacing={4}>
          {members.map(({ reference, project, step, due, triedAgain, triesItself }) => (
            <List.Item key={reference}>
              <Anchor component={Link} to={`/work/${reference}`} inherit underline="always">
                {reference}
              </Anchor>{' '}
              {t('operations.incidents.member', { project, step: t(`step.${step}`) })},{' '}
              {triesItself ? t('operations.incidents.triesItself') : t('operations.incidents.due')}{' '}
              {!triesItself && <Ago at={due} />}{' '}
              {triedAgain && <Badge tt="none">{t('operations.incidents.triedAgain')}</Badge>}
            </List.Item>
          ))}
        </List>
      )}
    </Loaded>
  );
}

/** Requests that need somebody for a cause of their own. */
function Alone({ keys }: { keys: readonly string[] | undefined }) {
  const { t } = useTranslation();
  const stuck = useStuck();
  const members = useMembers(keys);
  return (
    <Section title={t('operations.incidents.alone')}>
      <Loaded query={stuck} lines={2}>
        {({ items, cursor }) => {
          const alone = items.filter(({ reference }) => members && !members.has(reference));
          return (
            <Stack gap="xs">
              {members && alone.length === 0 && <Text c="dimmed">{t('operations.incidents.noneAlone')}</Text>}
              {alone.map(({ reference, project, waitingOn }) => (
                <div key={reference}>
                  <Anchor component={Link} to={`/work/${reference}`}>
                    {project ?? reference}
                  </Anchor>
                  <Text size="sm">{waitingOn?.text}</Text>
                </div>
              ))}
              {cursor && <Text size="sm">{t('operations.incidents.more')}</Text>}
            </Stack>
          );
        }}
      </Loaded>
    </Section>
  );
}
