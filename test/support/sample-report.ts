import type { EvidenceFile } from '../../src/core/evidence/evidence-file.ts';
import type { GateReport } from '../../src/core/gate/report.ts';
import type { GatedFact } from '../../src/core/history/entry.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { planGate } from '../../src/core/plan/plan-gate.ts';
import { loadVersions } from '../../src/core/session/load-model.ts';
import { planningOf } from '../../src/core/session/planning-of.ts';
import type { Session } from '../../src/core/session/session.ts';
import { sha256OfText } from './sample-entries.ts';

/** A verdict of PASS on rag v1, with what a test changes. */
export function sampleReport(changes: Partial<GateReport> = {}): GateReport {
  return {
    format: 1,
    tool: 'lastgood test',
    evaluatedAt: '2031-01-01T00:00:00.000Z',
    expiresAt: '2031-01-08T00:00:00.000Z',
    policy: { name: 'rag', sha256: 'a'.repeat(64), origin: 'built in' },
    subject: { model: 'rag', version: 'v1', alias: 'latest' },
    verdict: 'PASS',
    rules: [
      {
        id: 'main.groundedness',
        rule: 'threshold',
        effect: 'blocks',
        verdict: 'PASS',
        file: 'summary.json',
        metric: 'groundedness',
        operator: '>=',
        threshold: 3,
        value: 4.1,
        margin: 1.1,
        unit: 'score',
        noiseBand: null,
        reason: 'summary.json: groundedness 4.1 is at least 3.',
        remedy: null,
        slices: [
          { field: 'slice', slice: 'pto', count: 7, metric: 'groundedness', value: 4, verdict: 'PASS' },
        ],
        sliceCounts: { all: 1, bad: 0 },
      },
    ],
    files: [
      { source: 'main', name: 'summary.json', sha256: 'b'.repeat(64), sizeBytes: 12, place: 'version' },
    ],
    baseline: { alias: 'latest', version: null, metadataSha256: null },
    decision: null,
    ...changes,
  };
}

/** The fact that a report's verdict is recorded with. */
export function gatedFact(report: GateReport): GatedFact & { readonly kind: 'gated' } {
  const { subject, verdict, policy, evaluatedAt, expiresAt } = report;
  return {
    kind: 'gated',
    version: subject?.version ?? 'v1',
    alias: subject?.alias ?? 'latest',
    verdict,
    policy: policy.name,
    policySha256: policy.sha256,
    reportSha256: sha256OfText(formatReport(report)),
    evaluatedAt,
    expiresAt,
  };
}

/** A report as the tests keep it. */
export function formatReport(report: GateReport): string {
  return `${JSON.stringify(report)}\n`;
}

/** Plans recording a report on a version of its model, with evidence of a results folder where there is any. */
export async function planVerdict(
  session: Session,
  report: GateReport,
  found: readonly EvidenceFile[] = [],
): Promise<Plan> {
  const { model, version, alias } = report.subject ?? { model: 'rag', version: 'v1', alias: 'latest' };
  const loaded = await loadVersions(session, model, 'listing');
  const judged = loaded.versions.find(candidate => candidate.version === version);
  if (judged === undefined) throw new Error(`${model} has no ${version}`);
  const text = formatReport(report);
  const place = found.length === 0 ? 'version' : 'kept';
  return planGate(
    planningOf(session, loaded),
    { version: judged, alias, report, text, sha256: sha256OfText(text), found, place },
    { results: undefined, policy: undefined },
  );
}
