import { useTranslation } from 'react-i18next';
import type { AfterDeadlineCode } from '../../../src/domain/after-deadline.ts';
import { DECISION_LABELS, type DecisionFact } from '../../../src/domain/decision-facts.ts';
import { BerthWords } from './berth-words.tsx';
import { nextCodeOf, type WaitCode } from './waits.ts';

type SaidKey = `wait.${WaitCode}` | `next.${AfterDeadlineCode}` | `fact.${DecisionFact}`;

/** Words one of the closed lists of what Berth says in English; undefined in English, where it is shown as it was said. */
export function useSaid(): (key: SaidKey | undefined) => string | undefined {
  const { i18n } = useTranslation();
  return (key) => key && (i18n.getResource(i18n.language, 'translation', `said.${key}`) as string | undefined);
}

/** What Berth said, in the reader's language where it is one of a closed list. */
export function Said({ as: key, text }: { as: SaidKey | undefined; text: string }) {
  return useSaid()(key) ?? <BerthWords text={text} />;
}

/** What happens when nobody acts in time. */
export function SaidNext({ next }: { next: string }) {
  const code = nextCodeOf(next);
  return <Said as={code && `next.${code}`} text={next} />;
}

/** Names what somebody decides about, by what the API calls it. */
export function useFactName(): (label: string) => string {
  const said = useSaid();
  const codes = Object.keys(DECISION_LABELS) as DecisionFact[];
  return (label) => {
    const code = codes.find((one) => DECISION_LABELS[one] === label);
    return said(code && `fact.${code}`) ?? label;
  };
}
