import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { PEOPLE } from '../../sandbox/people.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { callApi } from '../../scripts/demo/people.ts';
import { readStatus } from '../../scripts/demo/play.ts';
import type { Stage } from '../../scripts/demo/stage.ts';
import { onStage, playByApi, playOn } from '../support/play-by-api.ts';

const NEW = 'nina.berg@example.test';
const byNobody = async () => {};
const removal = { kind: 'decommission', environment: 'payments-dev', reason: 'Not needed any more.' };

test('what was made is removed, and nothing of it is left', async () => {
  await onStage(async (stage) => {
    const { sandbox } = stage;
    const made = await playByApi(stage, byNobody, { members: [NEW] });
    expect([made.failure, made.phase]).toEqual([null, 'ready']);

    const gone = await removeByDana(stage);

    expect([gone.failure, gone.phase, gone.undo.left]).toEqual([null, 'removed', []]);
    expect(gone.steps.map(({ status }) => status)).toEqual(['done', 'skipped', 'skipped', ...Array(5).fill('done')]);
    expect(gone.placements).toEqual([{ cluster: 'cluster-east-dev', state: 'removed' }]);
    expect(await objectsOf(sandbox)).toEqual([]);
    expect(filesOf(sandbox)).toEqual(
      [
        'projects/payments.yaml',
        `requests/payments/${made.reference}.yaml`,
        `requests/payments/${gone.reference}.yaml`,
      ].toSorted(),
    );
    expect(git(sandbox, 'show', 'main:projects/payments.yaml')).toMatch(
      new RegExp(`^removed: ${gone.reference}$`, 'm'),
    );
    expect(accountsOf(sandbox)).toEqual([
      'CN=berth-payments-developers retired',
      'CN=berth-payments-leads retired',
      'CN=berth-payments-viewers retired',
      'CN=nina.berg 514 retired',
      'OU=payments retired',
    ]);
    const branches = [...(await sandbox.github.inspect()).branches.keys()];
    expect(branches.filter((name) => name.startsWith('berth/'))).toEqual([]);
    expect((await sandbox.mail.received(PEOPLE.lee.mail)).map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining('Removed: payments-dev'),
    );

    await expect(removeByDana(stage, 'once more')).rejects.toThrow(/was removed by BR-/);
    expect(await problemsOfSameName(stage)).toEqual([expect.stringContaining(`was removed by ${gone.reference}`)]);
  });
}, 400_000);

/** Dana asks for it, Lee approves. */
async function removeByDana(stage: Stage, reason = removal.reason) {
  const asked = (await callApi(stage.sandbox, PEOPLE.dana, '/api/requests', { ...removal, reason })) as {
    reference: string;
  };
  return playOn(stage, asked.reference, byNobody);
}

/** A new request of the same name, as support sees it. */
async function problemsOfSameName(stage: Stage): Promise<string[]> {
  const body = {
    project: 'payments',
    lead: PEOPLE.lee.mail,
    costCentre: 'CC-1042',
    environments: [{ stage: 'dev', regions: ['east'], size: 'S', items: [] }],
  };
  const { reference } = (await callApi(stage.sandbox, PEOPLE.dana, '/api/requests', body)) as { reference: string };
  for (;;) {
    const { task } = await readStatus(stage, reference);
    if (task?.id === 'triage') return (task.problems ?? []).map(({ what }) => what);
    await delay(150);
  }
}

/** Whatever any cluster has of the environment. */
async function objectsOf({ clusters }: Sandbox) {
  const all = await Promise.all([...clusters.values()].map((server) => server.objects()));
  return all.flat().filter(({ metadata }) => [metadata.name, metadata.namespace].includes('payments-dev'));
}

const git = ({ github }: Sandbox, ...args: string[]) =>
  execFileSync('git', ['--git-dir', github.repositoryFolder, ...args], { encoding: 'utf8' });

const filesOf = (sandbox: Sandbox) =>
  git(sandbox, 'ls-tree', '-r', '--name-only', 'main')
    .split('\n')
    .filter((path) => path.includes('payments') && !path.startsWith('ledger/'));

/** Name, account control, and where it is. */
function accountsOf({ directory }: Sandbox): string[] {
  const ours = directory.entries().filter(({ dn }) => /payments|nina/.test(dn));
  const lines = ours.map(({ dn, attributes }) => {
    const place = dn.includes(',OU=Retired,') ? 'retired' : 'in place';
    return [dn.split(/ BR-|,/)[0], ...(attributes['userAccountControl'] ?? []), place].join(' ');
  });
  return lines.toSorted();
}
