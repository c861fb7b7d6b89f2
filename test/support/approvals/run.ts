/* `node run.ts ATTEMPTS SEED`: plays so many attempts; ends with 1 and the first difference when one is found. */
import { attack } from './attack.ts';

const [, , attempts = '10000', seed] = process.argv;
const tally = await attack(Number(attempts), seed === undefined ? undefined : Number(seed));
console.log(JSON.stringify({ ...tally, tried: Object.fromEntries(tally.tried) }));
