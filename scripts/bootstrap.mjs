/*
 * What every npm script starts with: `node scripts/bootstrap.mjs <file> [arguments]` installs what is missing, finds
 * Node 24 and runs the file on it. Needs nothing but Node 18 or newer, which is why it is plain JavaScript.
 */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, runInForeground } from './kit/run.mjs';

const NODE_MAJOR = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binFolder = join(root, 'node_modules', '.bin');
/** What Node makes of our files and packages is kept for the next process: all of Berth starts in half the time. */
const codeFolder = join(root, 'node_modules', '.cache', 'code');

await installIfNeeded();
const [file, ...args] = process.argv.slice(2);
if (file) {
  const node = findNode();
  if (!node) refuseNode();
  const env = {
    NODE_COMPILE_CACHE: codeFolder,
    ...process.env,
    PATH: [binFolder, pathWithoutOwnBin()].join(delimiter),
  };
  process.exitCode = await runInForeground(node, [join(root, file), ...args], { cwd: root, env });
}

async function installIfNeeded() {
  if (isInstalled()) return;
  const result = await run('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    label: 'Installing the npm packages',
    env: { ...process.env, PATH: pathWithoutOwnBin() },
  });
  if (result.code === 0) return;
  console.error(`${result.output}\n\nnpm ci failed (${result.code}): mend what it says above, then start again.`);
  process.exit(1);
}

/** npm writes its own lock into node_modules last, so an install that was cut off is seen as missing. */
function isInstalled() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = readPackages(installedLock);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === wanted.version : wanted.optional === true || wanted.devOptional === true;
  });
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/** `npm ci` empties node_modules first: it must not run on the Node that it is about to remove. */
function pathWithoutOwnBin() {
  const parts = (process.env.PATH ?? '').split(delimiter);
  return parts.filter((part) => part !== binFolder).join(delimiter);
}

/** The Node that came with the packages, else the one we run on if it is new enough. */
function findNode() {
  const own = join(binFolder, 'node');
  if (existsSync(own)) return own;
  const major = Number(process.versions.node.split('.')[0]);
  return major >= NODE_MAJOR ? process.execPath : undefined;
}

function refuseNode() {
  console.error(
    [
      `Berth needs Node ${NODE_MAJOR} or newer; this is ${process.version} (${process.execPath}).`,
      'On Linux (x64, arm64) npm brings it along as an optional package: it is missing here, so look for',
      '"omit=optional" or "optional=false" in your npm settings, remove it and delete node_modules.',
      `Elsewhere install Node ${NODE_MAJOR} yourself and start again.`,
    ].join('\n'),
  );
  process.exit(1);
}
