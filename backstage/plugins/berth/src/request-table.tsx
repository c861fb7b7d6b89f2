import { Link } from '@backstage/core-components';
import type { RequestSummary } from './api';

interface Props {
  readonly requests: readonly RequestSummary[];
  /** What the table is, for those who do not see it. */
  readonly label: string;
  /** Where Berth's pages are. */
  readonly berth: string;
  /** Said in place of an empty table. */
  readonly none: string;
}

/** Requests with whom they wait for, each a link to its page in Berth. */
export function RequestTable({ requests, label, berth, none }: Props) {
  if (requests.length === 0) return <p>{none}</p>;
  return (
    <table aria-label={label} style={{ width: '100%', borderSpacing: '0 8px', textAlign: 'left' }}>
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col">Project</th>
          <th scope="col">Stands</th>
          <th scope="col">Waits for</th>
          <th scope="col">Until</th>
        </tr>
      </thead>
      <tbody>
        {requests.map(({ reference, project, phase, waitingOn }) => (
          <tr key={reference}>
            <td>
              <Link to={`${berth}/requests/${reference}`}>{reference}</Link>
            </td>
            <td>{project ?? '–'}</td>
            <td>{phase}</td>
            <td>{waitingOn ? `${waitingOn.who.join(', ')}: ${waitingOn.text}` : '–'}</td>
            <td>{waitingOn ? new Date(waitingOn.deadline).toLocaleString() : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
