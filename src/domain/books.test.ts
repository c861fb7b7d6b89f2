import { standing, withBudget, withCapacity } from '../../test/support/limits.ts';
import { fleet } from '../../test/support/worked-example.ts';
import { claimsOf, readBook } from './books.ts';
import { budgetShares, checkLimits } from './budget.ts';
import { describeBudget, shareOf } from './budget-share.ts';
import { bookId, ownerOf } from './claim.ts';
import { NO_LOAD } from './load.ts';
import { EMPTY_BOOK, placeOf, readAnew, reserve, settle } from './reservation.ts';
import { describeWait, whoMakesRoom } from './room-text.ts';

const CLUSTER = 'cluster-east-prod';
const demand = {
  project: 'payments',
  costCentre: 'CC-1042',
  environment: 'payments-prod',
  monthly: 59.32,
  placements: [{ cluster: CLUSTER, reserved: { cpu: 2, memoryGiB: 4, storageGiB: 20 } }],
};

/** The sandbox's fleet with what the test writes into it. */
function fleetWith(write: (files: Map<string, string>) => void) {
  const { sha, files } = fleet();
  const changed = new Map(files);
  write(changed);
  return { sha, files: changed };
}

const PROJECT = `apiVersion: berth.dev/v1
kind: Project
name: payments
title: Payments
costCentre: CC-1042
leads: [lee@example.test]
budget: { monthly: 100, warnAt: 0.5 }
rules: { quota: { cpu: 4 } }
`;

test('ids of books name their owners; budgets come before clusters', () => {
  const owners = [
    { kind: 'cost-centre', name: 'CC-10.42' },
    { kind: 'organisation', name: 'example' },
    { kind: 'project', name: 'payments' },
    { kind: 'cluster', name: CLUSTER },
  ] as const;
  expect(owners.map((owner) => ownerOf(bookId(owner)))).toEqual(owners);
  expect(owners.map(bookId).toSorted()).toEqual(owners.map(bookId));
  expect(() => ownerOf('budget:nobody')).toThrow('is not the id of a book');
});

test('only owners with a limit have a book', () => {
  expect(claimsOf(fleet(), demand).map(({ book }) => book)).toEqual([`pool:${CLUSTER}`]);
  const unlimited = fleetWith((files) =>
    files.set(
      `clusters/${CLUSTER}/profile.yaml`,
      (files.get(`clusters/${CLUSTER}/profile.yaml`) ?? '').replace(/^capacity.*$/m, ''),
    ),
  );
  expect(claimsOf(unlimited, demand)).toEqual([]);
  const all = fleetWith((files) => {
    withBudget(files, 'CC-1042', 500);
    files.set('projects/payments.yaml', PROJECT);
  });
  expect(claimsOf(all, demand)).toEqual([
    { book: 'budget:cost-centre.CC-1042', load: { ...NO_LOAD, cents: 5932 } },
    { book: 'budget:project.payments', load: { milliCpu: 2000, memoryMiB: 4096, storageMiB: 20480, cents: 5932 } },
    { book: `pool:${CLUSTER}`, load: { milliCpu: 2000, memoryMiB: 4096, storageMiB: 20480, cents: 0 } },
  ]);
});

test('what stands of an owner is counted, those asked about one by one', () => {
  const snapshot = fleetWith((files) => {
    standing(files, { environment: 'a-prod', request: 'BR-A', cpu: 2, monthly: 10 });
    standing(files, { environment: 'b-prod', request: 'BR-B', cpu: 3, monthly: 20 });
    standing(files, { environment: 'c-prod', request: 'BR-C', cluster: 'cluster-west-prod', monthly: 40 });
    withCapacity(files, CLUSTER, 8);
  });
  expect(readBook(snapshot, { kind: 'cluster', name: CLUSTER }, ['b-prod', 'new-prod'])).toMatchObject({
    limit: { milliCpu: 8000 },
    others: { milliCpu: 2000 },
    standing: [{ environment: 'b-prod', request: 'BR-B', load: { milliCpu: 3000, cents: 0 } }],
  });
  const centre = readBook(snapshot, { kind: 'cost-centre', name: 'CC-1042' }, []);
  expect([centre.limit, centre.others]).toEqual([{}, { ...NO_LOAD, cents: 7000 }]);
  expect(readBook(snapshot, { kind: 'organisation', name: 'example' }, []).others.cents).toBe(7000);
});

test('a budget tells its share, and from when on it is told', () => {
  const snapshot = fleetWith((files) => {
    withBudget(files, 'CC-1042', 100);
    standing(files, { environment: 'a-prod', request: 'BR-A', monthly: 10.68 });
  });
  const [share] = budgetShares(snapshot, demand);
  expect(share && [shareOf(share), describeBudget(share)]).toEqual([
    0.7,
    'budget of cost centre CC-1042: 70.00 of 100.00 USD a month with this (70 %)',
  ]);
  const taken = share && describeBudget({ ...share, reserved: 20 });
  expect(taken).toBe(
    'budget of cost centre CC-1042: 90.00 of 100.00 USD a month with this (90 %), 20.00 of it reserved by other requests; 80 % is passed',
  );
  expect(share && shareOf({ ...share, limit: 0 })).toBe(1);
});

test('more than a whole budget is refused; less than that waits in line, and is told who can make room', () => {
  const refused = checkLimits(
    fleetWith((files) => withBudget(files, 'CC-1042', 50)),
    demand,
  );
  expect(refused.map(({ what }) => what)).toEqual([
    'needs 59.32 USD a month, but the budget of cost centre CC-1042 is 50.00 USD a month in all',
  ]);
  const crowded = fleetWith((files) => {
    withBudget(files, 'CC-1042', 60);
    standing(files, { environment: 'a-prod', request: 'BR-A', monthly: 10 });
  });
  expect(checkLimits(crowded, demand)).toEqual([]);
  const owner = ownerOf('budget:cost-centre.CC-1042');
  const ask = { id: 'BR-1', environment: 'payments-prod', load: { ...NO_LOAD, cents: 5932 }, until: 1 };
  const { book } = settle(readAnew(reserve(EMPTY_BOOK, ask), readBook(crowded, owner, ['payments-prod']), []));
  const place = placeOf(book, 'BR-1');
  expect(place && describeWait(owner, place, 'USD')).toBe(
    'No room for 59.32 USD a month in the budget of cost centre CC-1042, which has 50.00 left of 60.00; first in the queue',
  );
  expect(whoMakesRoom(owner)).toEqual(['berth-cc-1042-owners']);
  expect(place && describeWait(owner, { ...place, lacking: [], place: 7 }, 'USD')).toBe(
    'Others wait before it for the budget of cost centre CC-1042; number 7 in the queue',
  );
});
