import type { RequestStatus } from '../../src/domain/status.ts';
import { STEPS } from '../../src/domain/steps.ts';
import { StepList } from './show.ts';

const SINCE = '2026-11-21T09:12:00.000Z';

function statusWith(waiting: string): RequestStatus {
  const steps = STEPS.map((name, index) => {
    if (index === 0) return { name, status: 'done', startedAt: SINCE, endedAt: '2026-11-21T09:12:01.500Z' } as const;
    return index === 1
      ? ({ name, status: 'running', startedAt: SINCE } as const)
      : ({ name, status: 'pending' } as const);
  });
  const waitingOn = { kind: 'person', who: ['queue:support'], text: waiting, since: SINCE, deadline: SINCE, next: '' };
  return { steps, waitingOn } as unknown as RequestStatus;
}

function screen(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { out: { write, isTTY, columns: 80, rows: 24 } as NodeJS.WriteStream, written };
}

const LONG = 'Support checks the account plan of a project with a very long name, and then some more of it';

test('on a terminal no line of the list is as wide as the screen', () => {
  const { out, written } = screen(true);
  new StepList(out).show(statusWith(LONG));

  const lines = written.join('').trimEnd().split('\n');
  expect(lines).toHaveLength(STEPS.length + 1);
  expect(lines[0]).toContain('1.5 s');
  expect(Math.max(...lines.map((line) => Array.from(line).length))).toBe(79);
});

test('is drawn over itself and leaves what stands below, until that is too far up', () => {
  const { out, written } = screen(true);
  const list = new StepList(out);
  list.show(statusWith('a'));
  list.say('a question');
  list.say('x'.repeat(81));
  list.entered();
  list.show(statusWith('b'));
  expect(written.at(-1)).toMatch(new RegExp(`^\\u001B7\\u001B\\[${STEPS.length + 1 + 4}A\\r`));
  expect(written.at(-1)?.endsWith('\u001B8')).toBe(true);

  for (let i = 0; i < 24; i += 1) list.say('more');
  const before = written.length;
  list.show(statusWith('b'));
  expect(written).toHaveLength(before);
  list.show(statusWith('c'));
  expect(written.at(-1)).not.toContain('\u001B');
});

test('elsewhere each change is one line', () => {
  const { out, written } = screen(false);
  const list = new StepList(out);
  list.show(statusWith('a'));
  list.show(statusWith('a'));
  list.show(statusWith('b'));

  expect(written).toHaveLength(3);
  expect(written.at(-1)).toMatch(/▸ 2 Accounts .* waiting since \d\d:\d\d for queue:support: b\n$/);
});
