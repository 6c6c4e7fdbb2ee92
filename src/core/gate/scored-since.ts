import type { ModelHistory, RecordedGate } from '../history/model-history.ts';

/** Whether a version was scored after the verdict was recorded: what was judged is not what is known of it now. Pure. */
export function isScoredSince(
  history: Pick<ModelHistory, 'scores'>,
  version: string,
  { generation }: Pick<RecordedGate, 'generation'>,
): boolean {
  return (history.scores.get(version)?.generation ?? 0) > generation;
}
