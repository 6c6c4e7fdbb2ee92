import { foldHistory } from '../../core/history/fold-history.ts';
import type { OperationRecord } from '../../core/operation/operation-record.ts';
import type { ModelIndex, StaleProjection } from '../../core/registry/registry-index.ts';
import { judgeOwner } from '../files/process-owner.ts';

/**
 * The family, with the pointers that an operation moved of which the process is gone and the journal is left: what others see is done, and
 * whoever asks for the same again brings this working tree in line. Applying finishes a journal in any case; told here, the plan shows and
 * confirms beforehand that the tree changes, in place of saying that all is as asked. @param operations those with a journal
 */
export function tellCutOff(family: ModelIndex, operations: readonly OperationRecord[]): ModelIndex {
  const lost = new Set(
    operations
      .filter(({ model, owner }) => model === family.model && judgeOwner(owner) === 'gone')
      .map(({ operationId }) => operationId),
  );
  if (lost.size === 0) return family;
  const aliases = foldHistory(family.entries).aliases;
  const stale = family.pointers.flatMap(({ alias, target, reading }): readonly StaleProjection[] => {
    const position = aliases.get(alias);
    if (position === undefined || !lost.has(position.operationId)) return [];
    const says = reading.state === 'names' ? reading.version : null;
    return [{ kind: 'set-pointer', alias, target, says, recorded: position.version }];
  });
  return { ...family, stale };
}
