import type { Command } from 'commander';
import { createProgram } from './program.ts';

/** Commands that change something, or whose output is no answer of the API; every other one reads. */
const NOT_READING = [
  'approve',
  'audit export',
  'audit verify',
  'away end',
  'comment',
  'complete',
  'config check',
  'decommission',
  'diff',
  'fleet init',
  'fleet plan',
  'fleet schemas',
  'incident retry-all',
  'infra apply',
  'login',
  'logout',
  'mail preview',
  'recover',
  'reject',
  'repair',
  'request-changes',
  'select',
  'tasks claim',
  'tasks complete',
  'tasks release',
  'token create',
  'token revoke',
  'unfreeze',
  'webhooks add',
  'webhooks remove',
  'webhooks replay',
  'webhooks rotate',
  'withdraw',
];

/** Commands without others below them, by their names. */
function leaves(command: Command, path: readonly string[] = []): [name: string, command: Command][] {
  const below = command.commands.filter((one) => one.name() !== 'help');
  return below.length === 0 ? [[path.join(' '), command]] : below.flatMap((one) => leaves(one, [...path, one.name()]));
}

test('whatever is read can be read by programs, as JSON', () => {
  const reading = leaves(createProgram()).filter(([name]) => !NOT_READING.includes(name));
  const without = reading.filter(([, command]) => !command.options.some(({ long }) => long === '--json'));
  expect(without.map(([name]) => name)).toEqual([]);
  expect(reading.length).toBeGreaterThan(10);
});

test('the list of those that do not read names no command that is gone', () => {
  const names = leaves(createProgram()).map(([name]) => name);
  expect(NOT_READING.filter((name) => !names.includes(name))).toEqual([]);
});

test('every command says in a line what it is for', () => {
  const silent = leaves(createProgram()).filter(([, command]) => command.summary() === '' && !command.description());
  expect(silent.map(([name]) => name)).toEqual([]);
});
