/* `kubectl` as people have it: with the kubeconfig that they were sent, and the plugin by which they sign in. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../scripts/kit/run.mjs';
import { KUBERNETES_PROGRAMS } from '../../stack/programs/kubernetes.ts';
import { pathsOf } from '../../stack/programs/program.ts';

const PLUGIN = fileURLToPath(new URL('oidc-login.ts', import.meta.url));

export interface Kubectl {
  /** What it prints to this person. */
  as(person: string, ...args: string[]): Promise<string>;
  remove(): void;
}

/** @param caFile of the issuer. @throws MissingPrograms */
export function installKubectl(kubeconfig: string, caFile: string): Kubectl {
  const folder = mkdtempSync(join(tmpdir(), 'berth-kubectl-'));
  const { kubectl } = pathsOf({ kubectl: KUBERNETES_PROGRAMS.kubectl });
  symlinkSync(kubectl, join(folder, 'kubectl'));
  const plugin = `#!/bin/sh\nexec "${process.execPath}" "${PLUGIN}" "$@"\n`;
  writeFileSync(join(folder, 'kubectl-oidc_login'), plugin, { mode: 0o755 });
  writeFileSync(join(folder, 'kubeconfig'), kubeconfig);
  const env = {
    PATH: [folder, process.env['PATH']].join(delimiter),
    HOME: folder,
    KUBECONFIG: join(folder, 'kubeconfig'),
    NODE_EXTRA_CA_CERTS: caFile,
  };
  return {
    as: async (person, ...args) => {
      const { output } = await run(kubectl, args, { env: { ...env, SIGN_IN_AS: person } });
      return output.trim();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
