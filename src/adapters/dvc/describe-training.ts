import { quoteWord } from '../../core/plan/quote-word.ts';
import type { Unkeepable } from '../../core/ports/unkeepable.ts';
import { layout } from './dvc-places.ts';

/** Why no version of a model is registered here, and how one comes into the tree. Pure. */
export function describeTraining(model: string): Unkeepable {
  return {
    problem: 'Runs are made by training, not registered.',
    hint: `Train it, give its folder to DVC with dvc add ${quoteWord(`${layout.wip}/${model}/RUN`)}, then promote it.`,
  };
}
