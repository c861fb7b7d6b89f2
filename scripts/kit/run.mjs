/*
 * Runs a command to its end and says every two seconds that it still runs. Plain JavaScript without dependencies:
 * the bootstrap needs it before anything is installed, on Node 18 too.
 */
import { spawn } from 'node:child_process';

const PROGRESS_EVERY_MS = 2_000;
const KEPT_OUTPUT = 8_000;

/**
 * Runs `command`; its output is kept, not shown. Never throws: a command that is missing has the code -1.
 * @type {import('./run.d.mts').run}
 */
export function run(command, args, { label, timeoutMs, ...options } = {}) {
  const stopProgress = label ? showProgress(label) : () => {};
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const end = (code, why) => {
      stopProgress();
      resolve({ code, output: (output + why).trim() });
    };
    child.on('error', (error) => end(-1, error.message));
    child.on('close', (code, signal) => end(code ?? -1, signal ? `ended by ${signal}` : ''));
  });
}

/**
 * Runs `command` in the foreground, with our own input and output, and passes on the signals that would end us.
 * @type {import('./run.d.mts').runInForeground}
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    // A terminal sends Ctrl-C to the child as well; a second copy from us would look like "stop at once".
    const ignore = () => {};
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore);
    process.on('SIGTERM', terminate);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', terminate);
      resolve(code ?? 1);
    });
  });
}

function showProgress(label) {
  const started = Date.now();
  console.error(`${label} …`);
  const timer = setInterval(
    () => console.error(`${label} … ${Math.round((Date.now() - started) / 1_000)} s`),
    PROGRESS_EVERY_MS,
  );
  return () => clearInterval(timer);
}
