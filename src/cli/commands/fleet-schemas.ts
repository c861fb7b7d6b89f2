import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKubernetesClient } from '../../clients/kubernetes.ts';
import { profilePath } from '../../domain/profile.ts';
import { readFolder } from '../../fleet/folder.ts';
import { environmentKinds } from '../../fleet/rules/tenant-role.ts';
import { type OpenApi, schemaFolder, schemasFrom } from '../../fleet/schemas.ts';
import { parseTree } from '../../fleet/tree.ts';
import { explained } from '../cluster-failures.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readText } from '../files.ts';

interface SchemasOptions {
  readonly cluster: string;
  readonly kubeconfig: string;
}

export async function writeSchemas(
  { print }: Pick<CliContext, 'print'>,
  folder: string,
  { cluster, kubeconfig }: SchemasOptions,
): Promise<void> {
  const tree = parseTree(readFolder(folder));
  if (!tree.files.has(profilePath(cluster))) {
    throw new CliFailure(
      EXIT.usage,
      `${folder} has no ${profilePath(cluster)}.`,
      `berth fleet init ${folder} --cluster ${cluster}`,
    );
  }
  const openApi = await readOpenApi(readText(kubeconfig));
  const files = schemasFrom(openApi, environmentKinds(tree, cluster));
  const target = join(folder, schemaFolder(cluster));
  // Kinds that the cluster serves no longer go.
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(target, name), text);
  print(`${schemaFolder(cluster)}: ${files.size - 1} kinds. Commit them.`);
}

async function readOpenApi(kubeconfig: string): Promise<OpenApi> {
  try {
    return (await createKubernetesClient(kubeconfig).readOpenApi()) as OpenApi;
  } catch (error) {
    throw explained(error);
  }
}
