import type { DecisionFact } from './decision-facts.ts';

/** `DECISION_LABELS` in German, for the portal and for the page that mails lead to. */
export const DECISION_LABELS_DE: Readonly<Record<DecisionFact, string>> = {
  again: 'Erneut gefragt, weil',
  inPlaceOf: 'Sie entscheiden für',
  loss: 'Was verloren geht',
  environment: 'Umgebung',
  what: 'Was',
  clusters: 'Cluster',
  cost: 'Kosten',
  budget: 'Budget',
  lease: 'Laufzeit',
  reason: 'Begründung',
  requester: 'Beantragt von',
  why: 'Warum Sie gefragt werden',
  decides: 'Wer entscheidet',
  pullRequest: 'Pull Request',
  spec: 'Spezifikation',
};
