import type { GateRecord } from '../../core/history/entry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

/** Longest name of a policy that is shown whole, in characters. */
const policyLimit = 60;

/** The gate's part in an entry, short: `PASS`, `OVERRIDDEN FAIL`, `OVERRIDDEN, no verdict`, `PASS unbound`, or `NONE`. Pure. */
export function formatGateVerdict({ verdict, overridden, unbound }: Omit<GateRecord, 'bound'>): string {
  if (overridden && verdict === 'NONE') return 'OVERRIDDEN, no verdict';
  return `${overridden ? 'OVERRIDDEN ' : ''}${verdict}${unbound ? ' unbound' : ''}`;
}

/** The gate's part in an entry with the policy it is by: `PASS (rag)`. Pure. */
export function formatGateRecord(gate: GateRecord): string {
  const verdict = formatGateVerdict(gate);
  return gate.bound === undefined ? verdict : `${verdict} ${formatPolicy(gate.bound.policy)}`;
}

/** The name of a policy behind a verdict: `(rag)`. Pure. */
export function formatPolicy(policy: string): string {
  return `(${makeSafeText(policy, { limit: policyLimit })})`;
}
