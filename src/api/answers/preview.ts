import { z } from 'zod';
import type { ClusterRoom } from '../../domain/render/room.ts';
import type { ShownPreview } from '../../intake/preview.ts';
import { approvalStage, policyVerdict } from './approval.ts';
import { amounts, changePlan, problem } from './change.ts';
import { shapeOf, text } from './shape.ts';

const clusterRoom = shapeOf<ClusterRoom>()(
  'ClusterRoom',
  z.strictObject({ cluster: text, capacity: amounts.nullable(), taken: amounts, wanted: amounts }),
);

export const preview = shapeOf<ShownPreview>()(
  'Preview',
  z.strictObject({
    problems: z.array(problem),
    request: z
      .strictObject({ project: text, title: text, requester: text, lead: text, costCentre: text })
      .exactOptional(),
    loss: text.exactOptional(),
    change: z
      .strictObject({
        plan: changePlan,
        files: z.array(
          z.strictObject({ path: text, content: text.exactOptional(), before: text.nullable().exactOptional() }),
        ),
      })
      .exactOptional(),
    room: z.array(clusterRoom).exactOptional(),
    approval: z.array(approvalStage).exactOptional(),
    policy: policyVerdict.exactOptional(),
  }),
);
