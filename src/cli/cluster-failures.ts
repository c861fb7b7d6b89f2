import { KubernetesError } from '../clients/kubernetes.ts';
import { InfrastructureError } from '../infrastructure/error.ts';
import { CliFailure, EXIT } from './failures.ts';

/** What a cluster, or the checks before it is asked, refused: for people and with an exit code. Other errors stay. */
export function explained(error: unknown): unknown {
  if (error instanceof InfrastructureError) return new CliFailure(EXIT.refused, `${error.type}: ${error.message}`);
  if (!(error instanceof KubernetesError)) return error;
  return new CliFailure(error.code === null ? EXIT.unreachable : EXIT.refused, `Kubernetes: ${error.message}`);
}
