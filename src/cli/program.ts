import completion from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { addActCommands } from './commands/acts.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addAwayCommand } from './commands/away.ts';
import { addCatalogueCommand } from './commands/catalogue.ts';
import { addCommentCommand } from './commands/comment.ts';
import { addConfigCommand } from './commands/config.ts';
import { addDecideCommands } from './commands/decide.ts';
import { addDecommissionCommand } from './commands/decommission.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addFleetCommand } from './commands/fleet.ts';
import { addFreezeCommands } from './commands/freeze.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addIncidentCommand } from './commands/incident.ts';
import { addInfraCommand } from './commands/infra.ts';
import { addListCommand } from './commands/list.ts';
import { addLoginCommands } from './commands/login.ts';
import { addMailCommand } from './commands/mail.ts';
import { addOperationsCommand } from './commands/operations.ts';
import { addPeopleCommand } from './commands/people.ts';
import { addPolicyCommand } from './commands/policy.ts';
import { addProjectsCommand } from './commands/projects.ts';
import { addRecoverCommand } from './commands/recover.ts';
import { addRequestCommand } from './commands/request.ts';
import { addStatusCommand } from './commands/status.ts';
import { addTaskCommands } from './commands/tasks.ts';
import { addTimelineCommand } from './commands/timeline.ts';
import { addTokenCommand } from './commands/token.ts';
import { addWebhooksCommand } from './commands/webhooks.ts';
import { addWhoamiCommand } from './commands/whoami.ts';
import { createCliContext } from './context.ts';
import { EXIT_TABLE } from './failures.ts';

const HELP = `
A request from beginning to end:
  berth login https://berth.example.test    sign in with a browser
  berth request -f payments.yaml            ask; prints the reference
  berth status BR-7F3K2M9QXA --watch        see how far it is and whom it waits for
  berth tasks                               support: what is to be done
  berth select BR-7F3K2M9QXA -f sel.yaml    requester: choose resources
  berth approve BR-7F3K2M9QXA               lead: say yes
  berth decommission payments-dev           ask that an environment is removed

Environment:
  BERTH_API      where Berth answers; absent: where you signed in, or http://127.0.0.1:8080
  BERTH_TOKEN    a token of your issuer or of a program; absent: as you signed in
  BERTH_PROFILE  by which of your sign-ins, as --profile

${EXIT_TABLE}`;

/** In the order of the help: what everybody needs comes first. */
const COMMANDS = [
  addRequestCommand,
  addDiffCommand,
  addListCommand,
  addStatusCommand,
  addTimelineCommand,
  addCommentCommand,
  addHistoryCommand,
  addDecommissionCommand,
  addProjectsCommand,
  addCatalogueCommand,
  addTaskCommands,
  addActCommands,
  addDecideCommands,
  addAwayCommand,
  addAuditCommand,
  addConfigCommand,
  addDoctorCommand,
  addFleetCommand,
  addFreezeCommands,
  addIncidentCommand,
  addInfraCommand,
  addLoginCommands,
  addWhoamiCommand,
  addMailCommand,
  addOperationsCommand,
  addPeopleCommand,
  addPolicyCommand,
  addRecoverCommand,
  addTokenCommand,
  addWebhooksCommand,
] as const;

/** All commands; each finds what it needs when it runs. */
export function createProgram(): Command {
  const program = new Command('berth')
    .description('Ask for a place in the fleet, and see it through.')
    .addHelpText('after', HELP)
    .showHelpAfterError('Add --help to see how it is used.')
    .option('--profile <name>', 'by which of your sign-ins (berth login)')
    .exitOverride();
  const context = () => createCliContext(program.opts<{ profile?: string }>().profile);
  for (const add of COMMANDS) add(program, context);
  completion(program);
  return program;
}
