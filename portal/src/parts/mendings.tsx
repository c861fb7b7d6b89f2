import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '../../../src/domain/request.ts';

/** What is wrong in what somebody has sent, where no field says it. */
export function Mendings({ title, problems }: { title: string; problems: readonly Problem[] }) {
  return (
    <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
      {problems.length > 0 && (
        <List size="sm">
          {problems.map(({ where, what, mend }) => (
            <List.Item key={`${where} ${what}`}>
              <strong>{where}</strong> {what} {mend}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
