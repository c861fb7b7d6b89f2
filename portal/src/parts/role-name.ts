import { useTranslation } from 'react-i18next';
import { APPROVER_ROLES, type ApproverRole } from '../../../src/domain/policy.ts';

const isRole = (name: string): name is ApproverRole => (APPROVER_ROLES as readonly string[]).includes(name);

/** Says who speaks for a role of the policy, or for a group of the directory, which stands as `group:<name>`. */
export function useRoleName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) =>
    isRole(name) ? t(`catalogue.role.${name}`) : t('catalogue.group', { group: name.replace(/^group:/, '') });
}
