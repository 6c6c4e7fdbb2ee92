import { setTimeout } from 'node:timers/promises';
import type { Session } from '../../src/core/session/session.ts';
import type { MoveEvent } from './check-moves.ts';
import { apply, planPromote } from './registry-rig.ts';

/** Versions the model has: enough that a random one is seldom live already. */
export const versionCount = 16;

/**
 * Moves the alias `latest` of a model so many times, each time to another of its versions, planning anew after each conflict.
 * Tells before and after each attempt. An attempt that finds the alias where it wants it is no move. After conflicts it waits a
 * random while, as people do.
 */
export async function runMoves(
  session: Session,
  model: string,
  count: number,
  tell: (event: MoveEvent) => void,
): Promise<void> {
  let conflicts = 0;
  for (let moved = 0; moved < count; ) {
    const version = `v${1 + Math.floor(Math.random() * versionCount)}`;
    const plan = await planPromote(session, model, version);
    const move = plan.drafts.at(-1)?.moves[0];
    if (move === undefined) {
      tell({ event: 'unchanged', process: session.actor, operation: plan.operationId });
      continue;
    }
    tell({
      event: 'invoke',
      process: session.actor,
      operation: plan.operationId,
      from: move.from,
      to: move.to,
    });
    const receipt = await apply(session, plan);
    if (receipt.outcome === 'applied') {
      moved += 1;
      conflicts = 0;
      const { generation } = receipt;
      tell({ event: 'ok', process: session.actor, operation: plan.operationId, generation });
    } else if (receipt.outcome === 'refused' && receipt.problem?.code === 'moved-meanwhile') {
      tell({ event: 'fail', process: session.actor, operation: plan.operationId });
      conflicts += 1;
      await setTimeout(Math.random() * 20 * Math.min(conflicts, 8));
    } else {
      throw new Error(`${receipt.outcome}: ${receipt.problem?.code} ${receipt.problem?.message}`);
    }
  }
}
