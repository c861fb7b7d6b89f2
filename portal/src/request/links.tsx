import { Anchor, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { Section } from '../parts/section.tsx';
import { useActs } from './data.ts';

/** Where the same request can be seen elsewhere. */
export function Links({ status: { reference, pullRequest, request } }: { status: RequestStatus }) {
  const { t } = useTranslation();
  const { data: acts } = useActs(reference);
  return (
    <Section title={t('request.links')}>
      <List size="sm" listStyleType="none" spacing={4} mih={56}>
        {pullRequest && (
          <Elsewhere href={pullRequest.url} text={t('request.pullRequest', { number: `${pullRequest.number}` })} />
        )}
        {acts?.temporal && <Elsewhere href={acts.temporal} text={t('request.temporal')} />}
        {request && (
          <List.Item>
            <Anchor component={Link} to={`/projects/${request.project}`}>
              {t('request.toProject', { project: request.project })}
            </Anchor>
          </List.Item>
        )}
      </List>
    </Section>
  );
}

function Elsewhere({ href, text }: { href: string; text: string }) {
  return (
    <List.Item>
      <Anchor href={href} target="_blank" rel="noreferrer">
        {text}
      </Anchor>
    </List.Item>
  );
}
