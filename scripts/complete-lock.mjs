/*
 * `npm run lock`, after every `npm install`: enters the packages of other platforms that npm left out of the lock file.
 * npm drops an optional package whose version the registry in use does not offer, and `npm ci` then refuses the lock.
 * The exact version stands in the package that asks for it; platforms other than ours never download it here.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingOptional(lock.packages);
for (const { path, entry } of missing) lock.packages[path] = entry;
if (missing.length > 0) {
  const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
}
console.log(`${missing.length} packages of other platforms entered into package-lock.json`);

function missingOptional(packages) {
  return Object.entries(packages).flatMap(([parent, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isResolved(packages, parent, name))
      .map(([name, range]) => ({
        path: `node_modules/${name}`,
        entry: { version: range.replace(/^[^\d]*/, ''), ...platformOf(name), ...(dev && { dev }), optional: true },
      })),
  );
}

/** npm looks for a package beside its parent first, then further up. */
function isResolved(packages, parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

function platformOf(name) {
  const os = /android|darwin|freebsd|openbsd|netbsd|linux|win32|openharmony|sunos|aix|wasm32/.exec(name)?.[0];
  const cpu = /x64|arm64|arm|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32/.exec(name)?.[0];
  return { ...(cpu && { cpu: [cpu] }), ...(os && os !== 'wasm32' && { os: [os] }) };
}
