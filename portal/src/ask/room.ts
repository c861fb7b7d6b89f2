import type { Amounts } from '../../../src/domain/amounts.ts';
import type { ClusterRoom } from '../../../src/domain/render/room.ts';

/** One thing that a cluster has, and what there is of it for this request. */
export interface RoomBar {
  readonly key: keyof Amounts;
  readonly wanted: number;
  /** Null when nobody says how much there is. */
  readonly free: number | null;
  /** Of 100, for a picture; what is wanted never goes beyond its end. */
  readonly taken: number;
  readonly share: number;
  readonly full: boolean;
}

const KEYS = ['cpu', 'memoryGiB', 'storageGiB'] as const;

/** How full a cluster would be, thing by thing. */
export function roomBars({ capacity, taken, wanted }: ClusterRoom): RoomBar[] {
  return KEYS.map((key) => {
    const [whole, used, more] = [capacity?.[key] ?? null, taken[key], wanted[key]];
    if (whole === null) return { key, wanted: more, free: null, taken: 0, share: 0, full: false };
    const percent = (part: number) => (whole === 0 ? 100 : Math.min(100, Math.max(0, (part / whole) * 100)));
    const shown = percent(used);
    return {
      key,
      wanted: more,
      free: Math.max(0, whole - used),
      taken: shown,
      share: Math.min(percent(more), 100 - shown),
      full: more > whole - used,
    };
  });
}
