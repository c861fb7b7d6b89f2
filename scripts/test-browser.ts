/*
 * `npm run test:browser [-- jest's options]`: people do their work in the portal, in a real browser, on the sandbox.
 * Obtains a browser when there is none, builds the portal, runs jest and ends with one line of totals.
 */
import { BROWSER_PROGRAMS } from '../stack/programs/browser.ts';
import { runJest } from './kit/jest.ts';
import { buildPortal } from './kit/portal.ts';

const { chromium } = BROWSER_PROGRAMS;
if (chromium.find() === undefined) await chromium.install();
console.log(`Browser: ${chromium.find()}`);
await buildPortal();
process.exitCode = await runJest(process.argv.slice(2), { BERTH_BROWSER: '1' });
