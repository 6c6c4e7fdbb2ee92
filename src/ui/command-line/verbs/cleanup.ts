import { InvalidInputError } from '../../../core/errors/app-error.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { CleanupChoice } from '../../../core/plan/plan-cleanup.ts';
import { prepareCleanup } from '../../../core/session/prepare-change.ts';
import type { Session } from '../../../core/session/session.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { carryOut, describeDryRun, type WriteCall, writeOptionRows } from '../carry-out.ts';
import { describeCleanupPlan } from '../documents/plan-document.ts';
import { printPlan } from '../print-plan.ts';
import { printTable } from '../print-table.ts';
import { tell } from '../speak.ts';
import { defineVerb } from '../verb.ts';
import type { VerbResult } from '../verb-result.ts';

export const cleanupVerb = defineVerb({
  name: 'cleanup',
  group: 'Versions',
  summary: 'archive old versions, never one that is live, held, wanted by a rollback or a parent',
  words: ['MODEL'],
  options: {
    keep: { takes: 'COUNT', help: 'how many of the newest versions stay; needed' },
    ...writeOptionRows,
  },
  run: async ({ host, global, words, options, openSession }) => {
    const keepCount = readCount(options.keep);
    const session = await openSession();
    const prepared = await prepareCleanup(session, { model: words.MODEL, keepCount }, host.stop);
    return await carryOutCleanup({ host, global, options }, session, prepared);
  },
});

/** Shows what goes and what stays, and carries it out unless it is a dry run. @throws AppError as confirming does */
export async function carryOutCleanup(
  call: WriteCall,
  session: Session,
  { plan, choices }: { readonly plan: Plan; readonly choices: readonly CleanupChoice[] },
): Promise<VerbResult> {
  if (call.options['dry-run']) {
    return {
      ...describeDryRun(plan),
      document: () => describeCleanupPlan(plan, choices),
      lines: () => [...printPlan(plan), ...printChoices(choices)],
    };
  }
  tell(call.host, printChoices(choices));
  return await carryOut(call, session, plan);
}

/** How many versions stay. @throws InvalidInputError usage for what is no whole number from 1 */
export function readCount(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text);
  const given = text === undefined ? 'nothing' : makeSafeText(text, { limit: 40 });
  throw new InvalidInputError('usage', `--keep takes a whole number from 1, not ${given}.`);
}

function printChoices(choices: readonly CleanupChoice[]): readonly string[] {
  const rows = choices.map(({ version, keptBecause }) => [
    version,
    keptBecause === undefined ? 'archive' : 'keep',
    keptBecause ?? '',
  ]);
  return printTable([{ title: 'version' }, { title: 'goes or stays' }, { title: 'because' }], rows, {
    indent: '  ',
  });
}
