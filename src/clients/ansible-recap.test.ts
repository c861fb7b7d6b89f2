import { parseRecap } from './ansible-recap.ts';

/** As ansible-core 2.19 prints it, shortened. */
const OUT = `
PLAY [berth] *******************************************************************

TASK [Gathering Facts] *********************************************************
[ERROR]: Task failed: Failed to connect to the host via ssh: ssh: connect to host c.example.test port 22: refused
fatal: [c.example.test]: UNREACHABLE! => {"changed": false, "msg": "Task failed: PLAY RECAP ***", "unreachable": true}
ok: [a.example.test]
ok: [payments-billing-machine.example.test]

TASK [May fail] ****************************************************************
fatal: [a.example.test]: FAILED! => {"changed": true, "cmd": ["false"], "rc": 1}
...ignoring

TASK [database : Set the "admin" [first] word] *********************************
fatal: [payments-billing-machine.example.test -> localhost]: FAILED! => {"msg": "hunter2"}

RUNNING HANDLER [Restart] ******************************************************
changed: [a.example.test]

PLAY RECAP *********************************************************************
a.example.test             : ok=3    changed=2    unreachable=0    failed=0    skipped=0    rescued=0    ignored=1   
payments-billing-machine.example.test : ok=1    changed=0    unreachable=0    failed=1    skipped=0    rescued=0    ignored=0   
c.example.test             : ok=0    changed=0    unreachable=1    failed=0    skipped=0    rescued=0    ignored=0   
`;

test('the recap says how it ended for each machine, the lines before at which task', () => {
  expect(parseRecap(OUT)).toEqual([
    { host: 'a.example.test', outcome: 'done' },
    {
      host: 'payments-billing-machine.example.test',
      outcome: 'failed',
      task: 'database : Set the "admin" [first] word',
    },
    { host: 'c.example.test', outcome: 'unreachable', task: 'Gathering Facts' },
  ]);
});

test('of an unreachable machine SSH’s own words are told, and nothing else of the result', () => {
  const said = 'Task failed: Failed to connect to the host via ssh: Host key verification failed.';
  const out = OUT.replace('Task failed: PLAY RECAP ***', said);
  expect(parseRecap(out).at(-1)).toEqual({
    host: 'c.example.test',
    outcome: 'unreachable',
    task: 'Gathering Facts',
    words: 'Host key verification failed.',
  });
});

test('a failure without its task in the output is still a failure', () => {
  const recap = OUT.slice(OUT.indexOf('\nPLAY RECAP'));
  expect(parseRecap(recap).map(({ outcome, task }) => `${outcome} ${task}`)).toEqual([
    'done undefined',
    'failed undefined',
    'unreachable undefined',
  ]);
});

test.each([
  ['nothing', ''],
  ['no recap', 'PLAY [berth] ****\n[ERROR]: User interrupted execution\n'],
  ['an empty recap', 'PLAY [other] ****\nskipping: no hosts matched\n\nPLAY RECAP ****\n\n'],
])('%s is no outcome', (_what, out) => {
  expect(parseRecap(out)).toEqual([]);
});

test('a task that loops names no machine as fatal, only its items as failed', () => {
  const host = 'a.example.test';
  const items = [1, 2].map((item) => `failed: [${host}] (item=${item}) => {"rc": 1}`);
  const counts = `${host} : ok=0    changed=0    unreachable=0    failed=1    skipped=0    rescued=0    ignored=1`;
  const lines = ['TASK [May fail] ***', ...items, '...ignoring', 'TASK [Each] ***', ...items, 'PLAY RECAP ***', counts];
  expect(parseRecap(lines.join('\n'))).toEqual([{ host, outcome: 'failed', task: 'Each' }]);
});
