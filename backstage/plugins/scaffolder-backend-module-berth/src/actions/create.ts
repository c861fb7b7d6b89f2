import { createHash } from 'node:crypto';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { type BerthApi, type BerthProblem, BerthRefused, tokenOf } from 'backstage-plugin-berth-node';
import type { ActionDeps } from './deps.ts';

interface Started {
  readonly reference: string;
  /** True when this task has asked before: a repeat of a step asks once. */
  readonly already?: boolean;
}

/** What the request would be; problems are those that would refuse it. */
interface Preview {
  readonly problems: readonly BerthProblem[];
  readonly approval?: readonly { readonly name: string; readonly approvers: readonly string[] }[];
}

/**
 * Asks Berth for a project, as whoever started the task. What is wrong with the request fails the step in Berth's words; a dry run
 * shows cost and approvals and asks for nothing.
 */
export function createRequestAction({ api, auth }: ActionDeps) {
  return createTemplateAction({
    id: 'berth:request:create',
    description: 'Asks Berth for a project and its environment. The step may be repeated: it asks once.',
    supportsDryRun: true,
    schema: {
      input: {
        project: (z) => z.string().describe('Name of the project: lower case, 3 to 30 letters, digits and dashes'),
        title: (z) => z.string().optional().describe('What people call it'),
        lead: (z) => z.string().describe('Mail address of the person who leads it'),
        costCentre: (z) => z.string().describe('Who pays, such as CC-1234'),
        members: (z) => z.array(z.string()).optional().describe('Mail addresses of further developers'),
        environments: (z) =>
          z.array(z.record(z.unknown())).optional().describe('What is to be made; left out, Berth asks for it'),
        reason: (z) => z.string().optional().describe('Why, for whoever approves'),
      },
      output: {
        reference: (z) => z.string().describe('Of the request, such as BR-7F3K2M9QXA'),
        url: (z) => z.string().describe('Its page in Berth'),
      },
    },
    async handler(ctx) {
      const token = await tokenOf(auth, await ctx.getInitiatorCredentials());
      if (ctx.isDryRun) {
        for (const line of await preview(api, ctx.input, { token, signal: ctx.signal })) ctx.logger.info(line);
        ctx.output('reference', 'BR-0000000000');
        ctx.output('url', api.pageOf(''));
        return;
      }
      const key = keyOf(ctx.task.id, ctx.input);
      const { reference, already } = await api.post<Started>('/api/requests', ctx.input, {
        token,
        key,
        signal: ctx.signal,
      });
      const url = api.pageOf(reference);
      ctx.logger.info(
        already ? `Berth has ${reference} of this task already: ${url}` : `Berth has taken it as ${reference}: ${url}`,
      );
      ctx.output('reference', reference);
      ctx.output('url', url);
    },
  });
}

/** What would come of it, in lines. @throws BerthRefused when it would be refused. */
async function preview(
  api: BerthApi,
  input: object,
  call: { token: string; signal: AbortSignal | undefined },
): Promise<string[]> {
  const { problems, approval = [] } = await api.post<Preview>('/api/previews', input, {
    ...call,
    key: keyOf('preview', input),
  });
  if (problems.length > 0) throw new BerthRefused(422, 'Berth would refuse this', problems);
  const stages = approval.map(({ name, approvers }) => `${name}: ${approvers.join(', ')}`);
  return [
    'Berth would take this; nothing was asked for.',
    ...stages.map((stage) => `Would be asked for approval: ${stage}`),
  ];
}

/** One task may ask for several things; the same thing twice is once. */
function keyOf(task: string, input: object): string {
  return `backstage:${createHash('sha256')
    .update(JSON.stringify([task, input]))
    .digest('hex')
    .slice(0, 40)}`;
}
