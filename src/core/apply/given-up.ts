import type { ProjectionOutcome } from '../ports/registry.ts';
import { withoutFullStop } from '../text/full-stop.ts';

/** What was refused for good and stays as it is, as a clause. Pure. */
export function describeGivenUp({ target, problem }: ProjectionOutcome): string {
  return `${target} stays as it is: ${withoutFullStop(problem ?? 'it was refused')}`;
}
