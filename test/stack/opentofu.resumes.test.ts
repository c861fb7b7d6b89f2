import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { forceUnlock } from '../support/force-unlock.ts';
import { orderFor, STATE, startTofuStage, type TofuStage } from '../support/tofu-stage.ts';

let stage: TofuStage;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-resume-'));
  stage = await startTofuStage();
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

const order = orderFor();
const namespace = () => stage.cluster.api.get({ apiVersion: 'v1', kind: 'Namespace', name: 'payments-prod' });

/** `tofu` that says which process it is, so that it can be killed. */
function traceable(): string {
  const program = join(folder, 'tofu');
  const script = `#!/bin/sh\necho $$ > "${folder}/$1.pid"\nexec "${stage.tofu.program}" "$@"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  return program;
}

test('an apply that is killed leaves its lock, which names it; released, the rest is done without a question', async () => {
  const approvedPlans = [await stage.infrastructure().planInfrastructure(order)];
  const killed = stage.infrastructure({ program: traceable() }).applyInfrastructure({ ...order, approvedPlans });
  const failed = killed.catch((error: Error) => error);
  await eventually(async () => existsSync(join(folder, 'apply.pid')) && (await namespace()) !== undefined);
  process.kill(Number(readFileSync(join(folder, 'apply.pid'), 'utf8')), 'SIGKILL');
  expect(await failed).toMatchObject({ message: expect.stringContaining('tofu apply') });

  const { ID: id, Who: who } = JSON.parse(stage.tofu.states.holder(STATE) ?? '{}') as { ID: string; Who: string };
  await expect(stage.infrastructure().applyInfrastructure({ ...order, approvedPlans })).rejects.toMatchObject({
    type: 'NotYet',
    message: expect.stringMatching(new RegExp(`locked by ${who} since .*tofu force-unlock ${id}`)),
  });

  await forceUnlock(stage.tofu, STATE);
  const { missing, differing } = await stage.infrastructure().applyInfrastructure({ ...order, approvedPlans });
  expect({ missing, differing }).toEqual({ missing: [], differing: undefined });
});

test('what stands on the cluster but in no state is taken in as it is', async () => {
  const uid = (await namespace())?.metadata.uid;
  expect(uid).toEqual(expect.any(String));
  stage.tofu.states.lose(STATE);
  const plan = await stage.infrastructure().planInfrastructure(order);
  const made = plan.changes.filter(({ actions }) => actions.join() !== 'update').map(({ address }) => address);
  expect(made).toEqual(['kubectl_manifest.payments-prod']);
  const { missing } = await stage.infrastructure().applyInfrastructure({ ...order, approvedPlans: [plan] });
  expect(missing).toEqual([]);
  expect((await namespace())?.metadata.uid).toBe(uid);
});

test('undo finds by its mark what a killed apply has made without recording it', async () => {
  stage.tofu.states.lose(STATE);
  const undone = await stage.infrastructure({ undone: true }).removeInfrastructure(order);
  expect(undone).toContain('Namespace payments-prod on cluster-east-prod');
  await eventually(async () => (await namespace()) === undefined);
});
