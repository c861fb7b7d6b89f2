import { Content, ErrorPanel, InfoCard, Progress } from '@backstage/core-components';
import { type Items, type Read, type RequestSummary, useBerth } from './api';
import { RequestTable } from './request-table';

/** What waits for whoever is signed in, and what they have asked for. */
export function MyWork() {
  const { value: page } = useBerth<{ url: string }>('/page');
  const work = useBerth<Items<RequestSummary>>('/tasks?scope=mine');
  const mine = useBerth<Items<RequestSummary>>('/requests?mine=true');
  return (
    <Content>
      <List title="Waits for you" read={work} berth={page?.url} none="Nothing waits for you." />
      <br />
      <List title="Your requests" read={mine} berth={page?.url} none="You have asked for nothing yet." />
    </Content>
  );
}

interface ListProps {
  readonly title: string;
  readonly read: Read<Items<RequestSummary>>;
  readonly berth: string | undefined;
  readonly none: string;
}

function List({ title, read: { value, error }, berth, none }: ListProps) {
  return (
    <InfoCard title={title}>
      {error && <ErrorPanel error={error} />}
      {!error && !value && <Progress />}
      {value && <RequestTable requests={value.items} label={title} berth={berth ?? ''} none={none} />}
    </InfoCard>
  );
}
