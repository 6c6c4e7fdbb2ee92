import { reasonSourceRefuses } from '../../core/mirror/describe-condition.ts';
import { findMirror } from '../../core/session/source-facts.ts';
import type { SyncDirection } from '../console/operations.ts';
import { type Context, reasonNotToWrite } from '../runtime/screen.ts';

/** Why nothing can be carried in a direction now, as a sentence; undefined when it can. A pull writes here only, so it needs no right to write. */
export function reasonNotToCarry(direction: SyncDirection, context: Context): string | undefined {
  const mirror = findMirror(context.source);
  if (mirror === undefined) return `There is no bucket behind ${context.registry.name}.`;
  return direction === 'push' ? reasonNotToWrite(context) : reasonSourceRefuses('bucket', mirror);
}
