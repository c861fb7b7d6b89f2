import type { Finding } from '../../../src/doctor/finding.ts';

export interface System {
  readonly name: string;
  readonly isFine: boolean;
  readonly findings: readonly Finding[];
}

/** By system, in the order of the examination, but what misses something first. */
export function systemsOf(findings: readonly Finding[]): System[] {
  const names = [...new Set(findings.map(({ system }) => system))];
  const systems = names.map((name) => {
    const own = findings.filter(({ system }) => system === name);
    return { name, isFine: own.every(({ ok }) => ok), findings: own };
  });
  return [...systems.filter(({ isFine }) => !isFine), ...systems.filter(({ isFine }) => isFine)];
}
