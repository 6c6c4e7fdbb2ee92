import type { LoadedDeployments } from '../../core/session/load-deployments.ts';
import type { RuntimeEffect } from '../runtime/effect.ts';
import type { Context } from '../runtime/screen.ts';

/** Tells every screen which deployments went no further; nothing where they know. Pure. */
export function tellCutOff(
  { deployments }: LoadedDeployments,
  { cutOff: known = [] }: Pick<Context, 'cutOff'>,
): readonly RuntimeEffect<never>[] {
  const cutOff = deployments.filter(({ at }) => at === 'cut-off').map(({ deployment }) => deployment);
  if (JSON.stringify(cutOff) === JSON.stringify(known)) return [];
  return [{ do: 'changeSurroundings', changes: { cutOff } }];
}
