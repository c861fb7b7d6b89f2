/* `npm run portal`: the pages that the API serves, if they are older than their sources. */
import { buildPortal } from './kit/portal.ts';

await buildPortal();
console.log('The portal is built: dist/portal. Every API of this folder serves it from now on.');
