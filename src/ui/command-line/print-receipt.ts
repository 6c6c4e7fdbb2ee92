import type { PlanAct } from '../../core/plan/plan.ts';
import { formatCommand } from '../../core/plan/planning.ts';
import type { Receipt, StepReceipt } from '../../core/plan/receipt.ts';
import { describeStep } from '../../core/plan/step.ts';
import { type Named, nameRegistry } from './name-registry.ts';
import { printFields } from './print-table.ts';

const outcomeWords: Readonly<Record<Receipt['outcome'], string>> = {
  applied: 'done',
  unchanged: 'unchanged',
  partial: 'partly done',
  refused: 'refused',
};

/** Acts that `undo` takes back. */
const undoableActs: ReadonlySet<PlanAct> = new Set(['promote', 'rollback', 'unset', 'hold', 'release']);

/** A receipt for people: how it ended, each step, what went wrong, how to take it back. Pure. */
export function printReceipt(receipt: Receipt, named: Named): readonly string[] {
  const version = receipt.version === undefined ? '' : ` (${receipt.version})`;
  const undo = describeUndo(receipt, named);
  return [
    `${outcomeWords[receipt.outcome]}: ${receipt.title}${version}`,
    ...printFields(receipt.steps.map(describeStepRow), '  '),
    ...(receipt.problem ? [`  ${receipt.problem.message}`, `  ${receipt.problem.hint}`] : []),
    ...(receipt.notices ?? []).map(notice => `  ${notice}`),
    ...(receipt.outcome === 'unchanged' || receipt.outcome === 'refused'
      ? []
      : [`  generation ${receipt.generation}, operation ${receipt.operationId}, by ${receipt.actor}`]),
    ...(undo === undefined ? [] : [`  To take it back: ${undo}`]),
  ];
}

/** The command that takes an operation back; undefined when there is nothing to take back, or no way. Pure. */
export function describeUndo(receipt: Receipt, named: Named): string | undefined {
  if (receipt.outcome !== 'applied' || !undoableActs.has(receipt.act)) return undefined;
  if (receipt.earlier === 'another') return undefined;
  return formatCommand(['undo', receipt.model, receipt.operationId, ...nameRegistry(named)]);
}

function describeStepRow(receipt: StepReceipt): readonly [string, string] {
  const problem = receipt.problem === undefined ? '' : `: ${receipt.problem}`;
  return [receipt.state, `${describeStep({ ...receipt.step, target: receipt.target }, 'to')}${problem}`];
}
