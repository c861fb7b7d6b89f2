import type { ApplicationFailure } from '@temporalio/common';
import { approvalOf, type Fleet, type GithubRefusal, isGithubRefusal } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import { trailers } from '../../domain/naming.ts';
import type { RepositoryWriteActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { RepositoryDeps } from './deps.ts';
import { getPull, type Pull, removeBranch } from './pulls.ts';

type Input = Parameters<RepositoryWriteActivities['mergePullRequest']>[0];

/**
 * Merges at exactly the approved head, and only while the check says that it is approved: a repository whose rules
 * let the App pass would not ask.
 * @throws ContentChanged, MergeConflict, NotYet, Rejected
 */
export async function mergePullRequest({ github }: RepositoryDeps, input: Input): Promise<{ mergeSha: string }> {
  const fleet = await openFleet(github);
  const pull = await getPull(fleet, input.number);
  const mergeSha = mergedBefore(pull, input) ?? (await mergeApproved(fleet, input));
  await removeBranch(fleet, pull.head.ref);
  return { mergeSha };
}

async function mergeApproved(fleet: Fleet, input: Input): Promise<string> {
  await requireApproval(fleet, input);
  return mergeNow(fleet, input);
}

/** The merge commit when it was merged at our head already. */
function mergedBefore(pull: Pull, { number, headSha }: Input): string | undefined {
  if (pull.head.sha !== headSha) throw moved(number, headSha, pull.head.sha);
  if (pull.merged) return pull.merge_commit_sha ?? undefined;
  if (pull.state === 'open') return undefined;
  throw failure('ContentChanged', `Pull request #${number} was closed before it was merged. Open it again or undo.`);
}

async function requireApproval(fleet: Fleet, { number, headSha }: Input): Promise<void> {
  const state = (await approvalOf(fleet, headSha))?.state;
  if (state === 'success') return;
  const message = `Pull request #${number} waits for its approval check (now ${state ?? 'missing'}).`;
  throw failure(state === 'failure' ? 'Rejected' : 'NotYet', message);
}

/** Merges at exactly `headSha`, without asking what the check says. */
export async function mergeNow(fleet: Fleet, input: Input): Promise<string> {
  const { number, headSha, reference, specHash } = input;
  try {
    const { data } = await fleet.rest.pulls.merge({
      ...fleet.at,
      pull_number: number,
      sha: headSha,
      merge_method: 'merge',
      commit_title: `Merge ${reference} (#${number})`,
      commit_message: trailers(reference, specHash),
    });
    return data.sha;
  } catch (error) {
    if (!isGithubRefusal(error) || (error.status !== 409 && error.status !== 405)) throw error;
    throw await whyNot(fleet, input, error);
  }
}

/** 409 is a moved head; 405 says no in words only, so the pull request itself is asked. */
async function whyNot(fleet: Fleet, { number, headSha }: Input, refusal: GithubRefusal): Promise<ApplicationFailure> {
  const pull = await getPull(fleet, number);
  if (pull.head.sha !== headSha) return moved(number, headSha, pull.head.sha);
  const said = `GitHub says: ${refusal.message}`;
  if (pull.mergeable === false) {
    const message = `Pull request #${number} conflicts with main, where the same files were changed meanwhile. ${said}`;
    return failure('MergeConflict', message, { cause: refusal });
  }
  if (pull.mergeable_state === 'blocked') {
    const message = `The rules of main keep #${number} from being merged; an operator has to look at them. ${said}`;
    return failure('Rejected', message, { cause: refusal });
  }
  return failure('NotYet', `Pull request #${number} cannot be merged yet. ${said}`, { cause: refusal });
}

function moved(number: number, approved: string, now: string): ApplicationFailure {
  const message = `Pull request #${number} stands at ${now.slice(0, 10)}, but ${approved.slice(0, 10)} was approved.`;
  return failure('ContentChanged', message);
}
