/* What is about no single request: freezes, absences, incidents, the record. */
import { z } from 'zod';
import type { Absence } from '../../domain/absence.ts';
import type { AuditEnd, AuditPage } from '../../domain/audit.ts';
import type { FreezeWindow } from '../../domain/freeze.ts';
import type { Incident, IncidentSummary } from '../../domain/incident.ts';
import { STEPS } from '../../domain/steps.ts';
import type { RetryAnswer } from '../../workflows/messages.ts';
import { reference, shapeOf, text, texts, time } from './shape.ts';

export const freezeWindow = shapeOf<FreezeWindow>()(
  'FreezeWindow',
  z.strictObject({ target: text, until: time, reason: text, by: text, since: time }),
);

const away = {
  id: text,
  from: time,
  until: time,
  delegate: text.nullable(),
  reason: text.exactOptional(),
  by: text,
  at: time,
  token: text.exactOptional(),
};
const absence = shapeOf<Absence>()('Absence', z.strictObject(away));
export const absences = z.strictObject({ person: text, items: z.array(absence) });
export const personAbsence = shapeOf<Absence & { person: string }>()(
  'PersonAbsence',
  z.strictObject({ person: text, ...away }),
);

const summarised = {
  key: text,
  type: text,
  system: text,
  problem: text,
  since: time,
  total: z.int(),
  retry: z
    .strictObject({ by: text, reason: text, at: time, asked: z.int(), taken: z.int(), refused: z.int() })
    .nullable(),
};
export const incidentSummary = shapeOf<IncidentSummary>()(
  'IncidentSummary',
  z.strictObject({ ...summarised, count: z.int() }),
);
export const incident = shapeOf<Incident>()(
  'Incident',
  z.strictObject({
    ...summarised,
    members: z.array(
      z.strictObject({
        reference,
        project: text,
        step: z.enum(STEPS),
        since: time,
        due: time,
        triesItself: z.literal(true).exactOptional(),
        triedAgain: z.boolean(),
      }),
    ),
  }),
);
export const retried = shapeOf<RetryAnswer & { key: string }>()(
  'Retried',
  z.strictObject({ key: text, asked: z.int(), underWay: z.int() }),
);

export const auditPage = shapeOf<AuditPage>()('AuditPage', z.strictObject({ lines: texts, next: z.int().nullable() }));
export const auditEnd = shapeOf<AuditEnd>()(
  'AuditEnd',
  z.strictObject({ seq: z.int(), hash: text, inGit: z.int(), problem: text.nullable() }),
);
