import type { JestReport } from './jest.ts';

/** What the suites of a system run against when they do not run against the sandbox's server. */
const REAL: Readonly<Record<string, string>> = {
  actions: "the sandbox's GitHub, judged by GitHub's OpenAPI description",
  cluster: 'etcd, kube-apiserver and controllers, Flux',
  directory: 'Samba AD DC',
  github: "the sandbox's GitHub, judged by GitHub's OpenAPI description; git itself",
  mail: 'Dovecot, Postfix, rspamd',
  smtp: 'Postfix, Dovecot',
};

const HEAD = `# Contracts: the same cases on the sandbox and on real servers

Each contract suite in \`test/contract\` is written once. Counted are the cases that passed on the sandbox's servers and on the
real ones of [the stack](stack.md); what runs on one of them only is listed with its reason in
[differences.ts](../test/contract/differences.ts). Written by \`npm run contracts\`, only when every case passed.

| system | sandbox: cases passed | real: cases passed | what is real |
| --- | ---: | ---: | --- |
`;

/** The page with one line for each system, in the order of the alphabet. */
export function contractPage(sandbox: JestReport, real: JestReport): string {
  const [onSandbox, onReal] = [casesPassed(sandbox), casesPassed(real)];
  const systems = [...new Set([...onSandbox.keys(), ...onReal.keys()])].toSorted();
  const lines = systems.map((system) => {
    const [first, second] = [onSandbox, onReal].map((cases) => String(cases.get(system) ?? '—'));
    return `| ${system} | ${first} | ${second} | ${REAL[system] ?? ''} |\n`;
  });
  return HEAD + lines.join('');
}

/** By the first word of the file's name; suites of the sandbox's own (`mail-sandbox.*`) count with their system. */
function casesPassed({ testResults }: JestReport): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name, assertionResults } of testResults) {
    const system = /([a-z]+)[^/]*\.test\.ts$/.exec(name.split('/').at(-1) ?? '')?.[1] ?? name;
    const passed = assertionResults.filter(({ status }) => status === 'passed').length;
    counts.set(system, (counts.get(system) ?? 0) + passed);
  }
  return counts;
}
