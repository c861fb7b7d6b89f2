import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { problemWords } from '../../../src/domain/problem-text.ts';
import type { Problem } from '../../../src/domain/request.ts';
import { BerthWords } from './berth-words.tsx';

/** What is wrong in what somebody has sent, where no field says it. */
export function Mendings({ title, problems }: { title: string; problems: readonly Problem[] }) {
  return (
    <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
      {problems.length > 0 && <MendingList problems={problems} />}
    </Alert>
  );
}

/** Line by line: where, what, and how to mend it. */
export function MendingList({ problems }: { problems: readonly Problem[] }) {
  return (
    <List size="sm">
      {problems.map((problem) => (
        <List.Item key={`${problem.where} ${problem.what}`}>
          <strong>{problem.where}</strong> <BerthWords text={problemWords(problem)} />
        </List.Item>
      ))}
    </List>
  );
}
