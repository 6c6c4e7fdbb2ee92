import { quoteWord } from '../../core/plan/quote-word.ts';
import type { DvcOutput } from './dvc-output.ts';
import type { DvcRun, FoundOutput, RunPart } from './dvc-tree.ts';

/** What is served of a run, best first: what the pipeline made of it, what is or was stable, and only then what was trained. */
const servedParts: readonly RunPart[] = ['merged', 'stable', 'archived', 'candidate', 'wip'];

/** What becomes a candidate, best first: what was trained, as the scripts of S4 copy it. */
const candidateParts: readonly RunPart[] = ['wip', 'candidate', 'merged', 'archived', 'stable'];

/**
 * What a run would be served by as far as it has come: its record speaks of it. Undefined for a run of which nothing is under a digest.
 * What the stable pointer may name says {@link chooseStableOutput}. Pure.
 */
export function findServedOutput(run: DvcRun): FoundOutput | undefined {
  return findFirst(run, servedParts);
}

/** What the stable pointer is to name, or why there is nothing; `problem` follows the name of the run. Safe to show. */
export type StableChoice =
  | { readonly ok: true; readonly output: DvcOutput }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/**
 * What the stable pointer is to name once a run of which something is under a digest is stable. Never what training made: where a
 * pipeline makes of it what is served, not as a candidate either. Pure.
 * @param isBack it was stable before: going back means to what was served then, whatever was made under the same name since
 */
export function chooseStableOutput(
  family: string,
  run: DvcRun,
  { mergesRuns, isBack = false }: { readonly mergesRuns: boolean; readonly isBack?: boolean },
): StableChoice {
  const earlier = isBack ? findFirst(run, ['archived']) : undefined;
  const found = earlier ?? findServedOutput(run);
  if (found !== undefined && found.part !== 'wip' && !(found.part === 'candidate' && mergesRuns))
    return { ok: true, output: found.output };
  if (found?.part === 'candidate')
    return {
      ok: false,
      // dvc.lock names what was made last: of a run before that it says nothing any more.
      problem: 'has nothing of the pipeline in dvc.lock: there is only what was trained',
      hint: 'Set family and run_name in params.yaml to it, run dvc repro, commit dvc.lock and try again.',
    };
  const command = ['lastgood', 'promote', family, run.run, '--to', 'candidate'].map(quoteWord).join(' ');
  return {
    ok: false,
    problem: "is still in training's folder wip",
    hint: `Make it a candidate first, with ${command}.`,
  };
}

/** What the candidate pointer of a run is to name. Undefined as for {@link findServedOutput}. Pure. */
export function findCandidateOutput(run: DvcRun): FoundOutput | undefined {
  return findFirst(run, candidateParts);
}

/** The newest of the first part there is. */
function findFirst({ found }: DvcRun, parts: readonly RunPart[]): FoundOutput | undefined {
  for (const part of parts) {
    const newest = found.findLast(each => each.part === part);
    if (newest !== undefined) return newest;
  }
  return undefined;
}
