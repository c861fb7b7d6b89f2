/* Cases that a policy is tried on: files that people write, `berth policy test` reads. */
import { z } from 'zod';
import { ClientError } from '../clients/client-error.ts';
import { FleetDataError, parseDocument } from '../domain/fleet-data.ts';
import type { PolicyInput } from '../domain/policy.ts';
import type { Json } from '../domain/selection.ts';
import { differences } from './differences.ts';
import type { PolicyEngine } from './engine.ts';
import { inputOver } from './input-schema.ts';
import { SAMPLE_INPUT } from './sample.ts';

/** A question, and what the policy has to say to it. */
export interface PolicyCase {
  readonly title: string;
  readonly input: PolicyInput;
  /** The part of the answer that matters: what it does not name is not compared. */
  readonly expected?: Json;
  /** Instead of an answer: words of what is wrong with policy or settings. */
  readonly fails?: string;
}

const json = z.record(z.string(), z.json());
const file = z.strictObject({
  /** The settings, as `approval` of `organisation.yaml` has them. */
  approval: json.default({}),
  cases: z
    .array(
      z
        .strictObject({
          title: z.string().min(1),
          /** What is not said here is as in the sample. */
          input: json.default({}),
          expected: json.optional(),
          fails: z.string().min(1).optional(),
        })
        .refine(({ expected, fails }) => (expected === undefined) !== (fails === undefined), {
          message: 'needs either expected or fails',
        }),
    )
    .min(1),
});

/** @param text YAML or JSON. @throws ClientError `InvalidRequest` that says what is wrong with the file. */
export function readCases(name: string, text: string): PolicyCase[] {
  const { approval, cases } = parsed(name, text);
  return cases.map(({ title, input, expected, fails }) => ({
    title,
    input: over(`${name}: ${title}`, { settings: approval, ...input }),
    ...(expected === undefined ? {} : { expected }),
    ...(fails === undefined ? {} : { fails }),
  }));
}

function parsed(name: string, text: string): z.infer<typeof file> {
  try {
    return parseDocument(name, text, file);
  } catch (error) {
    throw error instanceof FleetDataError ? new ClientError('InvalidRequest', error.message) : error;
  }
}

function over(where: string, written: Json): PolicyInput {
  try {
    return inputOver(SAMPLE_INPUT, written);
  } catch (error) {
    throw error instanceof ClientError ? new ClientError(error.type, `${where}: ${error.message}`) : error;
  }
}

/** What of a case comes out otherwise, a line each; none when all is as expected. @throws ClientError `Unavailable` */
export async function tryCase(engine: PolicyEngine, { input, expected, fails }: PolicyCase): Promise<string[]> {
  try {
    const { answer } = await engine.ask(input);
    if (expected !== undefined) return differences(expected, answer as unknown as Json);
    return [`should fail with "${fails}", but answers ${JSON.stringify(answer)}`];
  } catch (error) {
    if (!(error instanceof ClientError) || error.type !== 'Configuration') throw error;
    if (fails !== undefined && error.message.includes(fails)) return [];
    return [fails === undefined ? error.message : `should fail with "${fails}", but fails with: ${error.message}`];
  }
}
