/* `npm run schema`: writes `berth.schema.json`, by which editors check `berth.yaml`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '../src/config.ts';

const file = join(import.meta.dirname, '..', 'berth.schema.json');
writeFileSync(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
