import { setTimeout } from 'node:timers/promises';
import { UnavailableError } from '../../src/core/errors/app-error.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import type { Session } from '../../src/core/session/session.ts';
import type { MoveEvent } from './check-moves.ts';
import type { ReadEvent } from './check-reads.ts';
import { apply, planPromote } from './registry-rig.ts';
import { versionCount } from './run-moves.ts';

/** An event of a mover of a bucket. */
export type BucketEvent = MoveEvent | ReadEvent;

/**
 * Moves an alias of the model `rag` in a bucket so many times, each time to another of its versions; before each it reads the bucket to
 * its end, and plans by that. Whatever fails is tried anew. A move of which it cannot be said whether it happened is not told of again.
 */
export async function runBucketMoves(
  session: Session,
  alias: string,
  count: number,
  tell: (event: BucketEvent) => void,
): Promise<void> {
  const { actor } = session;
  for (let moved = 0; moved < count; ) {
    tell({ event: 'read-began', process: actor });
    if (!(await tryToRead(session))) continue;
    const { status } = await loadModel(session, 'rag');
    tell({ event: 'read', process: actor, generation: status.recorded.generation });

    const version = `v${1 + Math.floor(Math.random() * versionCount)}`;
    const plan = await planPromote(session, 'rag', version, alias);
    const { operationId } = plan;
    const move = plan.drafts.at(-1)?.moves[0];
    if (move === undefined) continue;
    tell({ event: 'invoke', process: actor, operation: operationId, from: move.from, to: move.to });
    const { outcome, problem, generation } = await apply(session, plan);
    if (outcome === 'applied') {
      moved += 1;
      tell({ event: 'ok', process: actor, operation: operationId, generation });
    } else if (outcome === 'refused') {
      if (problem?.code !== 'moved-meanwhile' && problem?.code !== 'network-failed')
        throw new Error(`refused: ${problem?.code} ${problem?.message}`);
      tell({ event: 'fail', process: actor, operation: operationId });
      await setTimeout(Math.random() * 50);
    } else if (outcome !== 'partial') throw new Error(outcome);
  }
}

async function tryToRead(session: Session): Promise<boolean> {
  try {
    await session.registry.writer.catchUp();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof UnavailableError)) throw thrown;
    return false;
  }
}
