import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProjectGroup } from '../../../src/api/answers/projects.ts';
import { Facts } from '../parts/facts.tsx';

/** Who is in the project, by the groups of the directory. */
export function People({ groups }: { groups: readonly ProjectGroup[] }) {
  const { t } = useTranslation();
  return (
    <Facts
      facts={groups.map(({ role, name, members }) => [
        t(`projects.people.${role}`),
        <div key={name}>
          {members.join(', ') || t('projects.people.nobody')}
          <Text size="xs" c="dimmed">
            {t('projects.people.group', { group: name })}
          </Text>
        </div>,
      ])}
    />
  );
}
