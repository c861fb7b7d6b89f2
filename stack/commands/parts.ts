import { PARTS } from '../programs/index.ts';
import { REAL, type RealPart } from '../starters.ts';

/** The parts that were named, to be real; or, when these cannot be so, why not. */
export function partsToStart(names: readonly string[]): { readonly parts: readonly RealPart[] } | { refused: string } {
  const other = names.find((name) => !isReal(name));
  if (other !== undefined) {
    const what = Object.hasOwn(PARTS, other)
      ? `${other} is for tests: nothing of it is started`
      : `There is no part ${other}`;
    return { refused: `${what}. The parts are: ${Object.keys(REAL).join(', ')}.` };
  }
  // The account that plans is made on a real cluster.
  if (names.includes('opentofu') && !names.includes('clusters'))
    return { refused: 'opentofu applies to real clusters: name the part clusters too.' };
  return { parts: names.filter(isReal) };
}

const isReal = (name: string): name is RealPart => Object.hasOwn(REAL, name);
