import {
  ActionIcon,
  Badge,
  Button,
  Checkbox,
  Collapse,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { PROJECT_ROLES, type ProjectRole } from '../../../src/domain/accounts.ts';
import type { Problem } from '../../../src/domain/request.ts';
import { wordsAt } from '../problems.ts';
import type { AccountRow } from './account-rows.ts';
import { FindPerson } from './find-person.tsx';

interface Props {
  readonly row: AccountRow;
  /** Its place, by which problems name it. */
  readonly at: number;
  readonly before: readonly ProjectRole[];
  readonly problems: readonly Problem[];
  readonly disabled: boolean;
  readonly onChange: (change: Partial<AccountRow>) => void;
  readonly onRemove: () => void;
}

/** One person of an account plan: in a line, or opened to be changed; open while something is wrong with them. */
export function PersonCard(props: Props) {
  const { row, at, problems, disabled, onRemove } = props;
  const { t } = useTranslation();
  const [wanted, { toggle }] = useDisclosure(row.id === '');
  const id = useId();
  const open = !disabled && (wanted || wordsAt(problems, `people[${at}]`, true) !== undefined);
  const name = row.name || row.mail || t('work.accounts.somebody');
  return (
    <Paper component="li" withBorder p="md" radius="md">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Summary row={row} name={name} />
        {!disabled && (
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              onClick={toggle}
              aria-expanded={open}
              aria-controls={id}
              aria-label={t(open ? 'work.accounts.close' : 'work.accounts.edit', { name })}
            >
              {t(open ? 'work.accounts.closeShort' : 'work.accounts.editShort')}
            </Button>
            <ActionIcon
              variant="subtle"
              color="red"
              size="md"
              onClick={onRemove}
              aria-label={t('work.accounts.remove', { name })}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        )}
      </Group>
      <Collapse expanded={open} id={id}>
        <Fields {...props} />
      </Collapse>
    </Paper>
  );
}

function Summary({ row, name }: { row: AccountRow; name: string }) {
  const { t } = useTranslation();
  const { id, mail, exists, githubLogin, roles } = row;
  return (
    <Stack gap={4} flex="1 1 16rem" miw={0}>
      <Group gap="xs">
        <Text fw={600}>{name}</Text>
        <Badge variant="light" color={exists ? 'gray' : 'blue'} tt="none">
          {t(exists ? 'work.accounts.exists' : 'work.accounts.isNew')}
        </Badge>
      </Group>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {[id, mail, githubLogin ? `GitHub ${githubLogin}` : t('work.accounts.noLogin')].filter(Boolean).join(' · ')}
      </Text>
      <Text size="sm" c="dimmed">
        {roles.map((role) => t(`work.accounts.role.${role}`)).join(', ') || t('work.accounts.noRole')}
      </Text>
    </Stack>
  );
}

function Fields({ row, at, before, problems, onChange }: Props) {
  const { t } = useTranslation();
  const text = (field: 'name' | 'mail' | 'id' | 'githubLogin') => ({
    label: t(`work.accounts.${field}`),
    value: row[field],
    error: wordsAt(problems, `people[${at}].${field}`),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [field]: event.currentTarget.value }),
  });
  return (
    <Stack gap="md" mt="md">
      <FindPerson onFound={({ account, name, mail }) => onChange({ id: account, name, mail, exists: true })} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput {...text('name')} autoComplete="off" />
        <TextInput {...text('mail')} type="email" autoComplete="off" />
        <TextInput {...text('id')} autoComplete="off" />
        <TextInput {...text('githubLogin')} autoComplete="off" />
      </SimpleGrid>
      <Switch
        label={t('work.accounts.willBeNew')}
        checked={!row.exists}
        onChange={(event) => onChange({ exists: !event.currentTarget.checked })}
      />
      <Checkbox.Group label={t('work.accounts.roles')} value={[...row.roles]} onChange={(roles) => onChange({ roles })}>
        <Group mt="xs">
          {PROJECT_ROLES.map((role) => (
            <Checkbox
              key={role}
              value={role}
              disabled={before.includes(role)}
              label={t(`work.accounts.role.${role}`)}
              description={before.includes(role) ? t('work.accounts.before') : undefined}
            />
          ))}
        </Group>
      </Checkbox.Group>
    </Stack>
  );
}
