import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathsOf } from '../programs/program.ts';
import { PROVIDER_PROGRAMS } from '../programs/tofu.ts';
import { GO_VERSIONS } from '../programs/versions.ts';

/** Where OpenTofu looks for a provider that is named without a host. */
const HOST = 'registry.opentofu.org';
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * A folder in which OpenTofu finds our providers, and a CLI configuration that allows nothing else: whatever a file asks
 * for beside them is refused, and no network is asked. Returns the configuration's path.
 * @throws MissingPrograms
 */
export function makeMirror(folder: string): string {
  const mirror = join(folder, 'providers');
  const paths = pathsOf(PROVIDER_PROGRAMS);
  const { providerKubernetes, providerKubectl } = GO_VERSIONS;
  link(mirror, 'hashicorp/kubernetes', providerKubernetes, paths['terraform-provider-kubernetes']);
  link(mirror, 'gavinbunney/kubectl', providerKubectl, paths['terraform-provider-kubectl']);
  const config = join(folder, 'tofurc');
  const lines = [
    'provider_installation {',
    `  filesystem_mirror { path = ${JSON.stringify(mirror)} }`,
    '}',
    'disable_checkpoint = true',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  return config;
}

function link(mirror: string, source: string, version: string, program: string): void {
  const platform = `${process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;
  const folder = join(mirror, HOST, source, version, platform);
  mkdirSync(folder, { recursive: true });
  symlinkSync(program, join(folder, `terraform-provider-${source.split('/')[1]}_v${version}`));
}
