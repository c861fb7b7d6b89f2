import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { ProjectDetail } from '../../../src/api/answers/projects.ts';
import { money } from '../intl.ts';
import { useMe } from '../me.ts';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { useProject } from './data.ts';
import { EnvironmentCard } from './environment-card.tsx';
import { Level } from './level.tsx';
import { Monthly } from './monthly.tsx';
import { People } from './people.tsx';
import { ProjectRequests } from './requests.tsx';
import { Settings } from './settings.tsx';

/** One project: what stands, who is in it, what holds for it and why. */
export function Component() {
  const { project = '' } = useParams();
  const query = useProject(project);
  return (
    <Page title={query.data?.title ?? project}>
      <Loaded query={query}>{(detail) => <Shown project={detail} />}</Loaded>
    </Page>
  );
}

function Shown({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const me = useMe();
  const { name, environments, removed } = project;
  const more = me?.mayAsk && !removed && (
    <Button component={Link} to={`/ask?project=${name}`} variant="light" size="xs">
      {t('projects.addEnvironment')}
    </Button>
  );
  return (
    <Stack gap="lg">
      <About project={project} />
      <Section title={t('projects.environments')} aside={more}>
        {environments.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('projects.noEnvironments')}
          </Text>
        )}
        {environments.map((environment) => (
          <EnvironmentCard key={environment.name} environment={environment} mayAsk={me?.mayAsk ?? false} />
        ))}
      </Section>
      <Section title={t('projects.people.title')}>
        <People groups={project.groups} />
      </Section>
      <Section title={t('projects.settings.title')}>
        <Settings project={project} />
      </Section>
      <Section title={t('projects.requests.title')}>
        <ProjectRequests project={name} />
      </Section>
    </Stack>
  );
}

function About({ project }: { project: ProjectDetail }) {
  const { t, i18n } = useTranslation();
  const { name, leads, costCentre, above, below, monthly, budget, removed } = project;
  const links = (names: readonly string[]) => (
    <Group gap="xs">
      {names.map((one) => (
        <Level key={one} level={one} />
      ))}
    </Group>
  );
  const price = budget && money(budget.monthly, budget.currency, i18n.language);
  return (
    <Section
      title={name}
      aside={
        removed && (
          <Badge color="gray" variant="light" tt="none">
            {t('projects.removed')}
          </Badge>
        )
      }
    >
      <Facts
        facts={[
          [t('projects.facts.leads'), leads.join(', ')],
          [t('projects.facts.costCentre'), costCentre],
          [t('projects.facts.above'), links(above)],
          [t('projects.facts.below'), below.length > 0 ? links(below.map((one) => `project/${one}`)) : null],
          [t('projects.facts.cost'), <Monthly key="cost" monthly={monthly} text="costs" />],
          [
            t('projects.facts.budget'),
            budget && t('projects.facts.budgetOf', { price, share: Math.round(budget.warnAt * 100) }),
          ],
          [
            t('projects.facts.removed'),
            removed && (
              <Anchor component={Link} to={`/requests/${removed}`} size="sm">
                {removed}
              </Anchor>
            ),
          ],
        ]}
      />
    </Section>
  );
}
