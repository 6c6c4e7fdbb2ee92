import type { Blocker } from '../plan/plan.ts';
import type { PublicationState } from '../publish/publication.ts';

/** What keeps a version from being published, with what to do in the words of a deployment. Pure. */
export function advisePublishing<Problem extends Pick<Blocker, 'code' | 'hint'>>(
  problem: Problem,
  state: PublicationState | undefined,
): Problem {
  if (problem.code === 'weights-elsewhere') {
    const hint =
      'Name the files to publish with --publish-weights, or leave publishing out with --skip-hf-push.';
    return { ...problem, hint };
  }
  if (problem.code === 'publication-conflict' && state?.at === 'other-content')
    return { ...problem, hint: 'Name another tag with --hub-tag, or another repository.' };
  return problem;
}
