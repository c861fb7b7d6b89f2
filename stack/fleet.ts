import { parse, parseDocument } from 'yaml';
import { fleetFiles } from '../sandbox/fleet.ts';
import { commitOnMain, openGit } from '../sandbox/github/git.ts';

const profileOf = (cluster: string) => `clusters/${cluster}/profile.yaml`;
const LEFT_TO_OPENTOFU = profileOf('cluster-west-prod');

/** The sandbox's fleet with one cluster left to OpenTofu, so that each executor that runs by itself has a cluster. */
export function stackFleetFiles(): ReadonlyMap<string, string> {
  const files = new Map(fleetFiles());
  const profile = files.get(LEFT_TO_OPENTOFU) ?? '';
  return files.set(LEFT_TO_OPENTOFU, profile.replace(/^executor: .*$/m, 'executor: opentofu'));
}

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } },
  ];
}

/** Where the clusters of this run are and who vouches for people is known once they run: then main is told. */
export async function describeAccess(
  repository: string,
  issuer: string,
  clusters: ReadonlyMap<string, { readonly kubeconfig: string }>,
): Promise<void> {
  const git = openGit(repository);
  const files = new Map<string, string>();
  for (const [name, { kubeconfig }] of clusters) {
    const { cluster } = (parse(kubeconfig) as Kubeconfig).clusters[0];
    const certificateAuthority = Buffer.from(cluster['certificate-authority-data'], 'base64').toString();
    const profile = parseDocument((await git.run(['show', `main:${profileOf(name)}`])).text);
    profile.set('api', { url: cluster.server, certificateAuthority, issuer, groupClaim: 'groups' });
    files.set(profileOf(name), profile.toString());
  }
  await commitOnMain(git, files, 'Say where the clusters are');
}
