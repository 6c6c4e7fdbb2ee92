import type { MoveEvent } from './check-moves.ts';

/** A read of where the history stands, told before it begins and after it ended. One that was never heard of again says nothing. */
export type ReadEvent =
  | { readonly event: 'read-began'; readonly process: string }
  | { readonly event: 'read'; readonly process: string; readonly generation: number };

/**
 * Whether each read saw every move that had been acknowledged before it began, and none that nobody had asked for by its end. Returns
 * what is wrong in words; empty when nothing is. Pure.
 * @param logged generation of each operation in the history
 * @see checkMoves for the order of events
 */
export function checkReads(
  events: readonly (MoveEvent | ReadEvent)[],
  logged: ReadonlyMap<string, number>,
): readonly string[] {
  const problems: string[] = [];
  const began = new Map<string, number>();
  const invoked = new Set<string>();
  const operationAt = new Map([...logged].map(([operation, generation]) => [generation, operation]));
  let acknowledged = 0;
  for (const event of events) {
    if (event.event === 'invoke') invoked.add(event.operation);
    if (event.event === 'ok') acknowledged = Math.max(acknowledged, event.generation);
    if (event.event === 'read-began') began.set(event.process, acknowledged);
    if (event.event !== 'read') continue;
    const least = began.get(event.process) ?? 0;
    if (event.generation < least)
      problems.push(`${event.process} read generation ${event.generation} after ${least} was acknowledged`);
    const operation = operationAt.get(event.generation);
    if (operation !== undefined && !invoked.has(operation))
      problems.push(`${event.process} read ${operation} before anybody had asked for it`);
  }
  return problems;
}
