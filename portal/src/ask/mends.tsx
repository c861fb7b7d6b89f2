import { useTranslation } from 'react-i18next';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import type { Problem } from '../../../src/domain/request.ts';
import { Mendings } from '../parts/mendings.tsx';
import type { Chosen } from './fields.ts';
import { withNames } from './places.ts';

interface Props {
  readonly problems: readonly Problem[];
  readonly fields: Chosen;
  readonly offer: Offer;
}

/** Everything that stands in the way of sending, each by the name of its input; nothing when nothing does. */
export function Mends({ problems, fields, offer }: Props) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  const names = {
    project: t('ask.project'),
    title: t('ask.name'),
    reason: t('ask.reason'),
    onBehalfOf: t('ask.onBehalf.label'),
    lead: t('ask.lead'),
    costCentre: t('ask.costCentre'),
    members: t('ask.members'),
    stage: t('ask.stage'),
    regions: t('ask.regions'),
    size: t('ask.size'),
    items: t('ask.items'),
    policy: t('ask.outcome.decides'),
    approval: t('ask.outcome.decides'),
  };
  const count = problems.length;
  return <Mendings title={t('ask.mend', { count })} problems={withNames(problems, { fields, offer, names })} />;
}
