/** What something takes of a cluster. CPU in cores (requests), memory and storage in GiB. */
export interface Amounts {
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly storageGiB: number;
}

/** How the components are called to people. */
export const COMPONENTS = [
  { key: 'cpu', title: 'CPU', unit: 'cores' },
  { key: 'memoryGiB', title: 'memory', unit: 'Gi' },
  { key: 'storageGiB', title: 'storage', unit: 'Gi' },
] as const satisfies readonly { key: keyof Amounts; title: string; unit: string }[];

export const NOTHING: Amounts = { cpu: 0, memoryGiB: 0, storageGiB: 0 };

export function addAmounts(all: readonly Amounts[]): Amounts {
  return all.reduce(
    (sum, one) => ({
      cpu: sum.cpu + one.cpu,
      memoryGiB: sum.memoryGiB + one.memoryGiB,
      storageGiB: sum.storageGiB + one.storageGiB,
    }),
    NOTHING,
  );
}

/** Cores in the spelling the API server gives back (`500m`, `2`): another one would look like drift for ever. */
export function cpuQuantity(cores: number): string {
  const milli = Math.round(cores * 1000);
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

/** GiB in the spelling the API server gives back: the largest unit that leaves a whole number. */
export function memoryQuantity(gib: number): string {
  const units = ['Mi', 'Gi', 'Ti', 'Pi'] as const;
  let value = Math.round(gib * 1024);
  let unit = 0;
  while (value !== 0 && value % 1024 === 0 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return value === 0 ? '0' : `${value}${units[unit]}`;
}
