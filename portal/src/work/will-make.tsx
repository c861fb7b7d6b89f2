import { List, Paper, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AccountPlan } from '../../../src/domain/accounts.ts';
import { willMake } from './account-rows.ts';

/** What confirming the plan makes in the directory and on GitHub, in plain words. */
export function WillMake({ plan }: { plan: AccountPlan }) {
  const { t } = useTranslation();
  const { accounts, groups, team, withoutLogin } = willMake(plan);
  const lines = [
    ...accounts.map(({ id, name, mail }) => t('work.accounts.account', { id, name, mail })),
    ...(accounts.length === 0 ? [t('work.accounts.noAccount')] : []),
    ...groups.map(({ name, isNew, added }) =>
      t(
        added.length === 0 ? 'work.accounts.emptyGroup' : isNew ? 'work.accounts.newGroup' : 'work.accounts.intoGroup',
        {
          name,
          members: added.join(', '),
        },
      ),
    ),
    ...(team.length > 0 ? [t('work.accounts.team', { project: plan.project, logins: team.join(', ') })] : []),
    ...(withoutLogin.length > 0 ? [t('work.accounts.noTeam', { names: withoutLogin.join(', ') })] : []),
  ];
  return (
    <Paper withBorder p="md" radius="md" bg="var(--mantine-color-default-hover)" aria-live="polite">
      <Title order={2} size="h5" mb="xs">
        {t('work.accounts.willMake')}
      </Title>
      <List size="sm">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Paper>
  );
}
