import type { Hold } from '../history/model-history.ts';
import type { Blocker } from './plan.ts';
import { block, formatCommand } from './planning.ts';

/** Why a version that is held may not become live, with the command that lifts the hold. Pure. */
export function blockHeld(
  { model, version }: { readonly model: string; readonly version: string },
  hold: Pick<Hold, 'actor' | 'reason'>,
): Blocker {
  const release = formatCommand(['release', model, version, '--reason']);
  return block(
    'version-held',
    `${model} ${version} is held by ${hold.actor}: ${hold.reason ?? 'no reason'}.`,
    `Find out why; then lift the hold with ${release} "why it is good again" --yes, and do this again.`,
  );
}
