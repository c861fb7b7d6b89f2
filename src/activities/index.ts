/* All activities of a worker, from its configuration: clients first, then what the lifecycle asks of each system. */
import type { Client } from '@temporalio/client';
import { askPolicy } from '../auth/assessment.ts';
import { passwordStampOf } from '../auth/password-stamp.ts';
import type { DirectoryAccess } from '../clients/directory.ts';
import { createFleetReader, type ReadFleet } from '../clients/fleet-reader.ts';
import { createGithub, type Github } from '../clients/github.ts';
import { createSlackClient } from '../clients/slack.ts';
import { createSmtpClient } from '../clients/smtp.ts';
import type { Config } from '../config.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { RequestInput } from '../domain/request.ts';
import { createApplyGate } from '../infrastructure/gate.ts';
import { createAbsenceReader } from '../intake/absences.ts';
import { type Preview, type PreviewDeps, previewRequest } from '../intake/preview.ts';
import { staffOf } from '../intake/validate-removal.ts';
import { describeProblem, loadMailTemplates, type MailTemplates } from '../mail/templates.ts';
import { createPolicyEngine } from '../policy/create.ts';
import { createAuditActivities } from './audit.ts';
import { beating } from './beating.ts';
import { type CatalogueDeps, catalogueFailure, createCatalogueActivities } from './catalogue.ts';
import { createClusterActivities } from './cluster/index.ts';
import { measureUsage } from './cluster/usage.ts';
import type { Activities } from './contracts.ts';
import { createDecisionActivities } from './decisions.ts';
import { createDirectoryActivities, createDirectoryQuestions } from './directory/directory.ts';
import { createEnvironmentActivities } from './environment-lock.ts';
import { createFreezeActivities } from './freeze.ts';
import { createIncidentActivities } from './incidents.ts';
import { createInfrastructureActivities } from './infrastructure/index.ts';
import { createIntakeActivities } from './intake.ts';
import { clusterAccess } from './kubernetes-access.ts';
import { createMailboxActivities } from './mailbox.ts';
import { createMergeQueueActivities } from './merge-queue.ts';
import { createIncidentMessages } from './notification/incident.ts';
import { createNotificationActivities } from './notification/index.ts';
import { createPersonActivities } from './people/index.ts';
import { createPreview } from './preview.ts';
import { asking } from './repository/errors.ts';
import { createFleetHistory } from './repository/git-reads.ts';
import { createRepositoryActivities } from './repository/index.ts';
import { createReservationActivities } from './reservations.ts';
import { createWebhookActivities } from './webhooks/index.ts';
import { createWritePermits } from './write-permits.ts';

export interface ActivityDeps {
  readonly config: Config;
  readonly client: Client;
  readonly catalogue: Catalogue;
}

export function createActivities({ config, client, catalogue }: ActivityDeps): Activities {
  const access = { config: config.directory, ...(config.caFile ? { caFile: config.caFile } : {}) };
  const questions = createDirectoryQuestions(access);
  const [owner = ''] = config.github.fleet.split('/');
  const github = createGithub(config, createWritePermits({ client, owner, limits: config.github.writes }));
  const read = createFleetReader(github);
  const readFleet: ReadFleet = (sha, also) => asking('read the fleet', () => read(sha, also));
  const policy = createPolicyEngine(config);
  const absencesOf = createAbsenceReader(client, config.auth.decisionKey);
  const people = createPeopleActivities(config, access, { ...questions, catalogue, readFleet, policy, absencesOf });
  const deny: CatalogueDeps['deny'] = async (change) =>
    (await askPolicy({ ...questions, policy }, change)).answer.denials;
  const git = createGitActivities(config, { catalogue, github, readFleet, deny });
  const smtp = createSmtpClient(config);
  const mails = loadMails(config);
  const notifications = createNotificationActivities({
    config,
    smtp,
    mails,
    slack: createSlackClient(config.slack),
    findPerson: people.findPerson,
    readFleet: () => readFleet(),
    passwordStamp: async (id) => passwordStampOf(await questions.activationProof(id)),
  });
  const { findPerson } = people;
  const { groups } = config.directory;
  const staff = staffOf(config);
  const previewDeps = { ...questions, catalogue, readFleet, findPerson, staff, policy, groups, absencesOf };
  const sendPreview = createPreview({ preview: (input) => preview(previewDeps, input), notifications });
  return {
    ...people,
    ...git,
    ...notifications,
    ...createEnvironmentActivities({ client }),
    ...createFreezeActivities({ client }),
    ...beating(createIncidentActivities({ client })),
    ...createIncidentMessages({ config, slack: createSlackClient(config.slack) }),
    ...beating(createReservationActivities({ client, readFleet: () => readFleet() })),
    ...createAuditActivities({ client }),
    ...beating(
      createPersonActivities({
        ...questions,
        config,
        client,
        smtp,
        mails,
        findPerson,
        absencesOf,
        readFleet: () => readFleet(),
      }),
    ),
    ...createWebhookActivities({ config, client }),
    ...createMergeQueueActivities({ client, fleet: config.github.fleet }),
    ...createMailboxActivities({ config, client, findPerson, sendNotice: notifications.sendMail, sendPreview }),
  };
}

/** Operators read in the worker's log which of their files is wrong; what Berth ships is sent meanwhile. */
function loadMails({ smtp }: Config): MailTemplates {
  const mails = loadMailTemplates(smtp.templates);
  for (const problem of mails.problems) {
    process.stderr.write(`A mail is sent in the words that Berth ships, for ${describeProblem(problem)}\n`);
  }
  return mails;
}

async function preview(deps: PreviewDeps, input: RequestInput): Promise<Preview> {
  try {
    return await previewRequest(deps, input);
  } catch (error) {
    throw catalogueFailure(error);
  }
}

type PeopleDeps = ReturnType<typeof createDirectoryQuestions> &
  Pick<PreviewDeps, 'catalogue' | 'readFleet' | 'policy' | 'absencesOf'>;

function createPeopleActivities(
  config: Config,
  access: DirectoryAccess,
  { groupsOf, membersOf, findDecider, catalogue, readFleet, policy, absencesOf }: PeopleDeps,
) {
  const directory = createDirectoryActivities(access);
  const { findPerson } = directory;
  const { groups } = config.directory;
  return {
    ...directory,
    ...createIntakeActivities({
      config,
      catalogue,
      readFleet,
      findPerson,
      groupsOf,
      staff: staffOf(config),
      auditors: groups.auditors,
    }),
    ...beating(
      createDecisionActivities({
        config,
        findPerson: findDecider,
        groupsOf,
        membersOf,
        absencesOf,
        readFleet,
        policy,
        groups,
      }),
    ),
  };
}

function createGitActivities(
  config: Config,
  { catalogue, github, readFleet, deny }: Pick<CatalogueDeps, 'catalogue' | 'readFleet' | 'deny'> & { github: Github },
) {
  const history = createFleetHistory(github);
  const clusters = clusterAccess(config);
  const { publicUrl } = config;
  const { render, ...planning } = createCatalogueActivities({
    catalogue,
    readFleet,
    deny,
    measure: (environments) => measureUsage(clusters, environments),
    publicUrl,
  });
  return {
    ...beating(planning),
    ...beating(createRepositoryActivities({ config, github, render })),
    ...createInfrastructureActivities({
      config,
      clusters,
      readFile: history.readFile,
      gate: createApplyGate(history),
      github,
      render,
    }),
    ...createClusterActivities({ clusters, treeAt: history.treeAt, contains: history.contains }),
  };
}
