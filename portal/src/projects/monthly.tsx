import { useTranslation } from 'react-i18next';
import { money } from '../intl.ts';

interface Props {
  /** Amounts by currency. */
  readonly monthly: Readonly<Record<string, number>>;
  readonly text: 'costs' | 'costsWithBelow';
}

/** What something costs a month; nothing where nothing costs anything. */
export function Monthly({ monthly, text }: Props) {
  const { t, i18n } = useTranslation();
  const prices = Object.entries(monthly).map(([currency, amount]) => money(amount, currency, i18n.language));
  return prices.length === 0 ? null : t(`projects.${text}`, { price: prices.join(' + ') });
}
