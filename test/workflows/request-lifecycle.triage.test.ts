import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { RequestStatus } from '../../src/domain/status.ts';
import { completeTaskUpdate, confirmSenderUpdate } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { requestInput } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('a draft that is not understood waits for support with what is wrong, and goes on when it is completed', async () => {
  await withRequest(
    env,
    { input: { draft: { kind: 'create-project', requester: 'dana@example.test', text: 'we need a place' } } },
    async (request) => {
      const asked = await request.until((s) => s.task?.id === 'triage');
      expect(asked.task?.problems).toEqual([{ where: 'project', what: 'is missing', mend: 'give it a short name' }]);
      expect(asked.task?.draft?.text).toBe('we need a place');
      const draft = requestInput(request.reference).draft;
      await request.handle.executeUpdate(completeTaskUpdate, {
        args: [{ person: 'sam', channel: 'api', task: 'triage', draft }],
      });

      const status = await request.until((s) => s.task?.id === 'accounts');

      expect(status.request?.source.editedBy).toEqual(['sam']);
      await request.handle.terminate();
    },
  );
});

test('an unproven sender must confirm before anything is made', async () => {
  await withRequest(env, { input: { senderProof: 'unproven' } }, async (request) => {
    const asked = await request.until((s) => s.waitingOn !== null);
    expect(asked.waitingOn).toMatchObject({ who: ['dana@example.test'], text: 'Confirm that you sent this request' });
    expect(request.calls).not.toContain('proposeAccounts');
    await request.handle.executeUpdate(confirmSenderUpdate, { args: [{ person: 'dana', channel: 'mail' }] });

    const status: RequestStatus = await request.until((s) => s.task?.id === 'accounts');

    expect(status.request?.project).toBe('payments');
    await request.handle.terminate();
  });
});

test('what support has completed for an unproven sender is confirmed by them as well', async () => {
  const to: string[] = [];
  const sendConfirmation = async (order: { to: string }) => void to.push(order.to);
  const draft = { kind: 'create-project', requester: 'dana@example.test', text: 'we need a place' } as const;
  const input = { senderProof: 'unproven', draft } as const;
  await withRequest(env, { input, activities: { sendConfirmation } }, async (request) => {
    await request.until((s) => s.task?.id === 'triage');
    const completed = { person: 'sam', channel: 'api', task: 'triage', draft: requestInput(request.reference).draft };
    await request.handle.executeUpdate(completeTaskUpdate, { args: [completed] });

    const asked = await request.until((s) => s.waitingOn?.text === 'Confirm that you sent this request');

    expect(asked.waitingOn?.who).toEqual(['dana@example.test']);
    expect(to).toEqual(['dana@example.test']);
    expect(request.calls).not.toContain('proposeAccounts');
    await request.handle.executeUpdate(confirmSenderUpdate, { args: [{ person: 'dana', channel: 'mail' }] });
    await request.until((s) => s.task?.id === 'accounts');
    await request.handle.terminate();
  });
});

test('where the sender is proven there is nothing to confirm', async () => {
  await withRequest(env, {}, async (request) => {
    await request.until((s) => s.task?.id === 'accounts');

    const confirmation = request.handle.executeUpdate(confirmSenderUpdate, {
      args: [{ person: 'dana', channel: 'mail' }],
    });

    await expect(confirmation).rejects.toMatchObject({
      cause: { message: 'The sender of this request is known: nothing is to be confirmed' },
    });
    await request.handle.terminate();
  });
});
