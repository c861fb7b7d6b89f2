import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ShownPreview } from '../../../src/intake/preview.ts';
import { useRoleName } from '../parts/role-name.ts';

/** Who would be asked, stage by stage, and why. */
export function Deciders({ preview: { approval = [], policy } }: { preview: ShownPreview }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const automatic = policy?.autoApproval;
  if (automatic) {
    return (
      <>
        <Text size="sm">{t('ask.outcome.automatic')}</Text>
        <Text size="xs" c="dimmed">
          {automatic.evidence.join('; ')}
        </Text>
      </>
    );
  }
  return (
    <Stack gap="xs" component="ol" m={0} pl="lg" fz="sm">
      {approval.map(({ name, approvers, parties, why }) => (
        <li key={name}>
          <Text size="sm" component="span">
            <strong>{name}</strong>: {approvers.join(', ') || parties.map(({ role }) => roleName(role)).join(', ')}
          </Text>
          <Text size="xs" c="dimmed">
            {why}
          </Text>
        </li>
      ))}
    </Stack>
  );
}
