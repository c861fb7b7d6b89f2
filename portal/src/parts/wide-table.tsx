import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** A table that is moved sideways where there is less than `minWidth` pixels; by keyboard too, so it can have the focus. */
export function WideTable({ minWidth, children }: { minWidth: number; children: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      {children}
    </Table.ScrollContainer>
  );
}
