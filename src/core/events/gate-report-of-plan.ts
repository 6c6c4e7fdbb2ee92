import { gateFileName } from '../gate/list-projected-gates.ts';
import type { GateReport } from '../gate/report.ts';
import type { Plan } from '../plan/plan.ts';
import type { RegistryEvent } from './event.ts';

/** What tracking keeps of a gate: every number that was judged, by the id of its rule, and the whole report. */
type ToldReport = Pick<RegistryEvent, 'metrics' | 'files'> & { readonly alias: string | null };

/** The report that a plan keeps with its verdict; undefined where it keeps none. Pure. */
export function findGateReport(plan: Pick<Plan, 'keeps'>): ToldReport | undefined {
  const kept = plan.keeps.find(({ name }) => name === gateFileName);
  if (kept?.from !== 'text') return undefined;
  // Our own text, made from a report when the plan was made.
  const report = JSON.parse(kept.text) as Pick<GateReport, 'rules' | 'subject'>;
  return {
    alias: report.subject?.alias ?? null,
    metrics: measuredOf(report),
    files: { [gateFileName]: kept.text },
  };
}

/** Every number that a gate judged, by the id of its rule. Pure. */
export function measuredOf({ rules }: Pick<GateReport, 'rules'>): Readonly<Record<string, number>> {
  return Object.fromEntries(rules.flatMap(({ id, value }) => (value === null ? [] : [[id, value] as const])));
}
