import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** A level of the tree, such as `project/payments`; a project is a way to its page. */
export function Level({ level }: { level: string }) {
  const { t } = useTranslation();
  const [kind, name = ''] = level.split('/');
  if (kind !== 'project') return <span>{t('projects.settings.organisation', { name })}</span>;
  return (
    <Anchor component={Link} to={`/projects/${name}`} size="sm">
      {t('projects.settings.project', { name })}
    </Anchor>
  );
}
