import type { Config } from '../config.ts';
import type { Person, Problem, RequestInput, ServiceRequest } from '../domain/request.ts';
import { checkDraft } from '../intake/check-draft.ts';
import { type CheckedDraft, selectionOf } from '../intake/schema.ts';
import type { IntakeActivities } from './contracts.ts';

export interface IntakeDeps {
  readonly config: Pick<Config, 'waits' | 'accounts'>;
  findPerson(by: { mail: string }): Promise<Person | null>;
}

export function createIntakeActivities(deps: IntakeDeps): IntakeActivities {
  return {
    async validateRequest(input) {
      const { checked, problems } = checkDraft(input.draft);
      if (!checked) return { problems };
      const [requester, lead] = await Promise.all(
        [checked.requester, checked.lead].map((mail) => deps.findPerson({ mail })),
      );
      const unknown = [
        ...(requester ? [] : [unknownRequester(checked.requester)]),
        ...(lead ? [] : [unknownLead(checked.lead)]),
      ];
      const all = [...problems, ...unknown];
      if (!requester || !lead || all.length > 0) return { problems: all };
      return { request: toRequest(input, checked, { requesterId: requester.id, leadId: lead.id }), problems: [] };
    },

    async confirmsItself({ people }) {
      return deps.config.accounts.autoConfirm && people.every((person) => person.exists);
    },

    async dueTimes({ kind, from }) {
      const { deadline, reminders } = deps.config.waits[kind];
      return { reminders: reminders.map((after) => later(from, after)), deadline: later(from, deadline) };
    },
  };
}

const notFound = (mail: string) => `The directory knows nobody with the address ${mail}.`;

const unknownRequester = (mail: string): Problem => ({
  where: 'requester',
  what: notFound(mail),
  mend: 'Write from the address the directory knows, or ask support for an account.',
});

const unknownLead = (mail: string): Problem => ({
  where: 'lead',
  what: notFound(mail),
  mend: 'Name somebody who has an account, by the mail address the directory knows.',
});

function toRequest(
  input: RequestInput,
  checked: CheckedDraft,
  ids: Pick<ServiceRequest, 'requesterId' | 'leadId'>,
): ServiceRequest {
  const selection = selectionOf(checked);
  return {
    reference: input.reference,
    kind: 'create-project',
    source: input.source,
    ...ids,
    requester: checked.requester,
    lead: checked.lead,
    members: [...new Set(checked.members)],
    project: checked.project,
    title: checked.title ?? checked.project,
    costCentre: checked.costCentre,
    reason: checked.reason,
    ...(selection ? { selection } : {}),
  };
}

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `from` plus a duration of the configuration, such as `2h`; ISO 8601. */
function later(from: string, duration: string): string {
  const unit = UNIT_MS[duration.slice(-1) as keyof typeof UNIT_MS];
  return new Date(Date.parse(from) + Number.parseInt(duration, 10) * unit).toISOString();
}
