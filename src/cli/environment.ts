/** The only file of the CLI that reads the environment; services read theirs in `config.ts`. */

/** Where the CLI finds Berth, and who uses it. */
export interface CliEnvironment {
  /** `BERTH_API`. */
  readonly api: string;
  /** `BERTH_TOKEN`: an OIDC token of your issuer. */
  readonly token: string | undefined;
}

export function readEnvironment(): CliEnvironment {
  return { api: process.env['BERTH_API'] ?? 'http://127.0.0.1:8080', token: process.env['BERTH_TOKEN'] };
}
