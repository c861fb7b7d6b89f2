import { Anchor, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EnvironmentSummary } from '../../../src/domain/projects/project-page.ts';
import { useMe } from '../me.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useProjects } from './data.ts';
import { Monthly } from './monthly.tsx';
import { monthlyOf, type ProjectNode, treeOf } from './tree.ts';

/** The projects that somebody may see, with their environments. */
export function Component() {
  const { t } = useTranslation();
  const me = useMe();
  const ask = me?.mayAsk && (
    <Button component={Link} to="/ask">
      {t('projects.ask')}
    </Button>
  );
  return (
    <Page title={t('projects.title')} actions={ask}>
      <Loaded query={useProjects()}>
        {({ items }) => (items.length === 0 ? <Nothing /> : <Nodes nodes={treeOf(items)} />)}
      </Loaded>
    </Page>
  );
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <div>
      <Text>{t('projects.none')}</Text>
      <Text c="dimmed">{t('projects.noneHint')}</Text>
    </div>
  );
}

function Nodes({ nodes }: { nodes: readonly ProjectNode[] }) {
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {nodes.map((node) => (
        <li key={node.project.name}>
          <Node node={node} />
        </li>
      ))}
    </Stack>
  );
}

function Node({ node }: { node: ProjectNode }) {
  const { t } = useTranslation();
  const { project, below } = node;
  return (
    <Card withBorder padding="md">
      <Stack gap="sm">
        <Group justify="space-between" align="baseline">
          <Group gap="xs" align="baseline">
            <Title order={2} size="h4">
              <Anchor component={Link} to={`/projects/${project.name}`} inherit>
                {project.title}
              </Anchor>
            </Title>
            <Text size="sm" c="dimmed">
              {project.name} · {project.costCentre}
            </Text>
            {project.removed && (
              <Badge color="gray" variant="light" tt="none">
                {t('projects.removed')}
              </Badge>
            )}
          </Group>
          <Text size="sm">
            <Monthly monthly={monthlyOf(node)} text={below.length > 0 ? 'costsWithBelow' : 'costs'} />
          </Text>
        </Group>
        {project.environments.length === 0 && !project.removed && (
          <Text size="sm" c="dimmed">
            {t('projects.noEnvironments')}
          </Text>
        )}
        {project.environments.map((environment) => (
          <Environment key={environment.name} environment={environment} />
        ))}
        {below.length > 0 && <Nodes nodes={below} />}
      </Stack>
    </Card>
  );
}

function Environment({ environment: { name, size, clusters, cost, removal } }: { environment: EnvironmentSummary }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" justify="space-between">
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Badge variant="default" tt="none">
          {size}
        </Badge>
        <Text size="sm" c="dimmed">
          {clusters.join(', ')}
        </Text>
        {removal && (
          <Badge color="orange" variant="light" tt="none">
            {t('projects.beingRemoved')}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        <Monthly monthly={{ [cost.currency]: cost.monthly }} text="costs" />
      </Text>
    </Group>
  );
}
