import { describeChange, isAsJudged } from '../gate/bound-check.ts';
import { type GateStanding, judgeGate, type PolicyState } from '../gate/gate-standing.ts';
import { gateFileName } from '../gate/list-projected-gates.ts';
import type { BoundFile, GateReport } from '../gate/report.ts';
import type { RecordedGate } from '../history/model-history.ts';
import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import type { BoundCheck, CheckOptions } from '../ports/registry.ts';
import { describeBaselineMove } from './baseline-move.ts';
import { blockScored, blockUnjudged, describeVerdictProblems } from './gate-problems.ts';
import type { LoadedModel } from './load-model.ts';
import type { Session } from './session.ts';

/** What is checked again. */
export type GateQuestion = {
  readonly version: string;
  readonly alias: string;
  /** What has to pass; undefined: nothing is bound. */
  readonly policy: PolicyState | undefined;
};

/** The gate of a version, held against the policy, the clock, what is live, and every file its verdict stands on. */
export type GateCheck = {
  readonly standing: GateStanding;
  readonly report: GateReport | undefined;
  readonly reportProblem: string | undefined;
  /** Those that differ first, else in the order of the report. */
  readonly checks: readonly BoundCheck[];
  readonly baselineMoved: string | undefined;
  /** Why a promotion may not rest on it, worst first; empty when it may, and when nothing is bound. */
  readonly problems: readonly Blocker[];
};

/**
 * Checks a verdict again. What is wrong with it is in the answer, never thrown. Weights are read unless `options` say that measuring
 * them will do, as it does for whoever only looks: a promotion reads them.
 */
export async function checkGate(
  session: Session,
  loaded: LoadedModel,
  question: GateQuestion,
  options: CheckOptions = {},
): Promise<GateCheck> {
  const { policy } = question;
  const now = session.now();
  const standing = judgeGate({ ...question, history: loaded.status.effective, now });
  if (standing.at !== 'recorded') {
    const problems = policy === undefined ? [] : [blockUnjudged(loaded.status, question, policy)];
    return { ...nothingChecked, standing, problems };
  }
  const checked = await checkRecord(session, loaded, standing.gate, options);
  if (policy?.state !== 'bound') return { standing, ...checked, problems: [] };
  const problems = [
    ...describeVerdictProblems(loaded.status, standing.gate, policy.bound, checked.report, now),
    ...blockScored(loaded.status, standing.gate),
    ...describeRecordProblems(standing.gate, checked),
  ];
  return { standing, ...checked, problems };
}

const nothingChecked = {
  report: undefined,
  reportProblem: undefined,
  checks: [],
  baselineMoved: undefined,
} as const;

type CheckedRecord = Pick<GateCheck, 'report' | 'reportProblem' | 'checks' | 'baselineMoved'>;

async function checkRecord(
  session: Session,
  loaded: LoadedModel,
  gate: RecordedGate,
  options: CheckOptions,
): Promise<CheckedRecord> {
  const { reader } = session.registry;
  const { model } = loaded.status.index;
  const reading = await reader.loadGateReport(gate.reportSha256);
  if (!reading.ok) return { ...nothingChecked, reportProblem: reading.problem };
  const { report } = reading;
  const files = [...report.files, ...findProjection(loaded, gate)];
  const checks = await reader.checkBoundFiles(model, gate.version, files, options);
  return {
    report,
    reportProblem: findMismatch(report, gate),
    checks: checks.filter(check => !isMissingProjection(check)).toSorted(compareChecks),
    baselineMoved: await describeBaselineMove(session, loaded, gate, report, options.signal),
  };
}

/** The copy beside the version shows the newest verdict on it, whatever the alias: only then it can be held against this one. */
function findProjection(loaded: LoadedModel, gate: RecordedGate): readonly BoundFile[] {
  const ofVersion = [...(loaded.status.effective.gates.get(gate.version)?.values() ?? [])];
  if (ofVersion.some(other => other.generation > gate.generation)) return [];
  return [{ source: 'gate', name: gateFileName, sha256: gate.reportSha256, sizeBytes: 0, place: 'version' }];
}

/** A copy that is not there was never written, or is made again by the next write: nothing was changed by it. */
function isMissingProjection({ name, outcome }: BoundCheck): boolean {
  return name === gateFileName && outcome === 'missing';
}

/** A report under the right digest that speaks of something else was put on record by no lastgood. */
function findMismatch(report: GateReport, gate: RecordedGate): string | undefined {
  const { subject, verdict } = report;
  if (subject?.version !== gate.version || subject.alias !== gate.alias) {
    return 'the report is of another version or alias';
  }
  return verdict === gate.verdict ? undefined : `the report says ${verdict}, the history ${gate.verdict}`;
}

function compareChecks(one: BoundCheck, other: BoundCheck): number {
  return Number(isAsJudged(one)) - Number(isAsJudged(other));
}

function describeRecordProblems(gate: RecordedGate, checked: CheckedRecord): readonly Blocker[] {
  const { reportProblem, checks, baselineMoved } = checked;
  const judged = `since ${gate.version} was judged`;
  return [
    ...(reportProblem === undefined
      ? []
      : [block('evidence-changed', `The verdict on ${gate.version} cannot be relied on: ${reportProblem}.`)]),
    ...checks
      .filter(check => !isAsJudged(check))
      .map(check =>
        block(
          'evidence-changed',
          `${describeChange(check, judged)}. It needs to be the file that was judged.`,
        ),
      ),
    ...(baselineMoved === undefined ? [] : [block('gate-stale', `${baselineMoved}.`)]),
  ];
}
