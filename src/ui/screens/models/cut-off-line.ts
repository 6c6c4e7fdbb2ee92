import { findNextLink } from '../../../core/session/load-deployments.ts';
import { type Line, toned } from '../../components/line.tsx';
import type { Context } from '../../runtime/screen.ts';

/** What is said above the models of deployments that went no further, in one line; none where there is none. Pure. */
export function linesOfCutOff(cutOff: Context['cutOff'] = []): readonly Line[] {
  const [first, ...others] = cutOff;
  if (first === undefined) return [];
  if (others.length > 0)
    return [[toned('warning', `! ${cutOff.length} deployments were cut off; d shows them.`)]];
  const { model, version, alias } = first;
  const what = version === null ? model : `${model} ${version}`;
  const where = findNextLink(first)?.kind ?? 'its end';
  return [[toned('warning', `! A deployment was cut off at ${where}; d shows it: ${what} to ${alias}.`)]];
}
