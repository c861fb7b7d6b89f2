import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Name and value; what has no value is left out. */
export type Fact = readonly [name: string, value: ReactNode];

/** Names and values below each other; on a phone the value stands under its name. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes['list']}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name} className={classes['row']}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" size="sm" m={0} className={classes['value']}>
              {value}
            </Text>
          </div>
        ))}
    </dl>
  );
}
