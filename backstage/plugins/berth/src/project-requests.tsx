import { ErrorPanel, InfoCard, Progress } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import { type Items, PROJECT, type RequestSummary, type TimelineEntry, useBerth } from './api';
import { RequestTable } from './request-table';

/** How many lines of the newest request's story are shown. */
const SHOWN = 8;

/** The requests of a project, and the story of the newest one. */
export function ProjectRequests() {
  const { entity } = useEntity();
  const project = entity.metadata.annotations?.[PROJECT] ?? '';
  const { value: page } = useBerth<{ url: string }>('/page');
  const { value, error } = useBerth<Items<RequestSummary>>(`/requests?project=${encodeURIComponent(project)}`);
  const newest = value?.items[0];
  return (
    <InfoCard title="Requests in Berth">
      {error && <ErrorPanel error={error} />}
      {!error && !value && <Progress />}
      {value && <RequestTable requests={value.items} label="Requests" berth={page?.url ?? ''} none="There is none." />}
      {newest && <Story reference={newest.reference} />}
    </InfoCard>
  );
}

function Story({ reference }: { reference: string }) {
  const { value, error } = useBerth<Items<TimelineEntry>>(`/requests/${reference}/timeline`);
  if (error) return <ErrorPanel error={error} />;
  if (!value) return <Progress />;
  return (
    <ol aria-label={`Story of ${reference}, newest first`}>
      {value.items
        .slice(-SHOWN)
        .reverse()
        .map(({ at, text, who }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={at}>{new Date(at).toLocaleString()}</time> {text}
            {who ? ` (${who})` : ''}
          </li>
        ))}
    </ol>
  );
}
