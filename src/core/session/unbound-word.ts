import type { EvidenceFile } from '../evidence/evidence-file.ts';
import { isInTheWay } from '../gate/format-report.ts';
import type { Policy } from '../gate/policy.ts';
import type { GateReport } from '../gate/report.ts';
import { listRuleSources } from '../gate/rule-sources.ts';

/** What a status file such as quality_gate.txt says. It is bound to no evidence: nobody can tell what it judged. */
export type UnboundWord = {
  /** In capitals: `PASS`, `FAIL`. */
  readonly word: string;
  /** Whether whoever acts has said, on purpose, that the word counts. */
  readonly consent: 'accepted' | 'not-accepted';
};

/**
 * Whether a PASS of a status file may stand in for a verdict: only for evidence that is not there. Where evidence is there and does
 * not pass, no word helps. Pure.
 */
export function mayStandIn(
  { word }: UnboundWord,
  report: GateReport,
  policy: Policy,
  evidence: readonly EvidenceFile[],
): boolean {
  if (word !== 'PASS') return false;
  const states = new Map(evidence.map(file => [file.source, file.state]));
  return report.rules.filter(isInTheWay).every(result => {
    const rule = policy.rules.find(candidate => candidate.id === result.id);
    const found = rule === undefined ? [] : listRuleSources(rule).map(source => states.get(source));
    return found.includes('missing') && !found.includes('unusable');
  });
}
