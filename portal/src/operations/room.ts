import type { ClusterNow, Room } from '../../../src/domain/cluster-standing.ts';

/** One component of a cluster as it is shown: in cores, or in Gi. */
export interface Used {
  readonly component: keyof Room;
  readonly standing: number;
  /** Null: it cannot be told now. */
  readonly reserved: number | null;
  /** Undefined: there is no limit. */
  readonly limit: number | undefined;
  /** Parts of the limit in percent; together at most 100, also where more stands than there may. */
  readonly bars: { readonly standing: number; readonly reserved: number };
}

const UNIT: Readonly<Record<keyof Room, number>> = { milliCpu: 1000, memoryMiB: 1024, storageMiB: 1024 };

export const usedOf = ({ standing, reserved, limit }: Pick<ClusterNow, 'standing' | 'reserved' | 'limit'>): Used[] =>
  (['milliCpu', 'memoryMiB', 'storageMiB'] as const).map((component) => {
    const unit = UNIT[component];
    const end = limit[component];
    const taken = percentOf(standing[component], end);
    return {
      component,
      standing: standing[component] / unit,
      reserved: reserved && reserved[component] / unit,
      limit: end === undefined ? undefined : end / unit,
      bars: { standing: taken, reserved: Math.min(percentOf(reserved?.[component] ?? 0, end), 100 - taken) },
    };
  });

function percentOf(part: number, whole: number | undefined): number {
  if (whole === undefined || part === 0) return 0;
  return whole === 0 ? 100 : Math.min(100, (part / whole) * 100);
}
