#!/usr/bin/env node
/** The `berth` command: people's door from a terminal, over the API; and what a run of the fleet's workflow calls. */
import { enableCompileCache } from 'node:module';
import { CommanderError } from 'commander';
import { codeFolder } from './environment.ts';
import { CliFailure, EXIT } from './failures.ts';

/** Commander has printed its own messages already. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  if (!(error instanceof CliFailure)) return EXIT.unexpected;
  if (error.next) process.stderr.write(`Next: ${error.next}\n`);
  return error.exitCode;
}

// Several hundred files: the command starts in half the time. Only what is imported from here on is kept.
enableCompileCache(codeFolder());
const { createProgram } = await import('./program.ts');

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
