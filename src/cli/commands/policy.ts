import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { explainPolicy } from './policy-explain.ts';
import { testPolicy } from './policy-test.ts';

const TEST_HELP = `
A file has the settings and the cases that are tried with them. What a case does not say of its input is as for a small
development environment of a new project; of the answer only what is expected is compared, lists whole:

  approval:                       # as in organisation.yaml
    cost: { ownerFrom: 500 }
  cases:
    - title: What costs much is the owner's to decide
      input: { cost: { after: 612, delta: 612 } }
      expected: { stages: [{ name: lead }, { name: cost, of: [cost-centre-owner] }] }
    - title: A word is no amount
      input: { settings: { cost: { ownerFrom: much } } }
      fails: approval.cost.ownerFrom must be an amount

"berth policy explain REQUEST --json" prints the input of a real request. Exits with 5 when an answer differs.

Examples:
  berth policy test policy-cases
  berth policy test policy-cases --config berth.yaml`;

const EXPLAIN_HELP = `
--what-if changes what the policy is asked, by paths of its input, and says what would come out otherwise.

Examples:
  berth policy explain BR-7F3K2M9QXA
  berth policy explain BR-7F3K2M9QXA --what-if cost.delta=900 change.stage=prod
  berth policy explain BR-7F3K2M9QXA --what-if settings.cost.ownerFrom=100`;

export function addPolicyCommand(program: Command, context: () => CliContext): void {
  const policy = program.command('policy').summary('try the approval policy, and ask why it asks whom');
  policy
    .command('test')
    .summary('try the approval policy on cases; needs no server but its own')
    .description('Asks the policy each case of a folder (*.yaml, *.json), and prints what comes out otherwise.')
    .argument('[folder]', 'where the cases are', '.')
    .option('--config <file>', 'a configuration, for the policy that it names; else the one that Berth ships')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', TEST_HELP)
    .action(async (folder: string, options: { config?: string; json?: boolean }) => {
      process.exitCode = await testPolicy(context(), folder, options);
    });
  policy
    .command('explain')
    .summary('why a request needs these approvals, and what would change them')
    .description('Asks the policy anew about a request as it stands. Changes nothing.')
    .argument('<reference>', 'such as BR-7F3K2M9QXA')
    .option('--what-if <path=value...>', 'ask about another input as well')
    .option('--json', 'print all of it as JSON, with the input of the policy')
    .addHelpText('after', EXPLAIN_HELP)
    .action((reference: string, options: { whatIf?: string[]; json?: boolean }) =>
      explainPolicy(context(), reference, options),
    );
}
