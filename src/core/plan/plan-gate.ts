import type { EvidenceFile } from '../evidence/evidence-file.ts';
import { gateFileName } from '../gate/list-projected-gates.ts';
import type { BoundFile, GateReport } from '../gate/report.ts';
import type { GateRecord } from '../history/entry.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import type { KeptFile } from '../ports/registry.ts';
import type { Version } from '../registry/version.ts';
import { blockUnusable } from './block-unusable.ts';
import { describeAliasFlag } from './confirmation.ts';
import type { Plan } from './plan.ts';
import { makePlan, type Planning } from './planning.ts';

/** A version that was judged for an alias, with everything its verdict is recorded with. */
export type JudgedVersion = {
  readonly version: Version;
  readonly alias: string;
  readonly report: GateReport;
  /** The report as it is kept. */
  readonly text: string;
  /** Of exactly that text. */
  readonly sha256: string;
  /** What was found of every source. */
  readonly found: readonly EvidenceFile[];
  /** `kept`: of a results folder, to be kept with the verdict. */
  readonly place: BoundFile['place'];
};

/** A verdict as it goes on record: the entry, and the files to keep before it. */
export type VerdictDraft = { readonly draft: EntryDraft; readonly keeps: readonly KeptFile[] };

/** Plans recording a verdict on a version. Nothing moves by it, so it needs no reason and is confirmed by a yes. Pure. */
export function planGate(
  planning: Planning,
  judged: JudgedVersion,
  /** As asked for on a command line; undefined: not named. */
  named: { readonly results: string | undefined; readonly policy: string | undefined },
): Plan {
  const { version, alias, report } = judged;
  const { draft, keeps } = draftVerdict(judged);
  return makePlan(planning, {
    act: 'gate',
    title: `Judge ${version.model} ${version.version} for ${alias}: ${report.verdict}`,
    drafts: [draft],
    keeps,
    blockers: blockUnusable(version),
    confirmation: { kind: 'yes' },
    command: [
      ...['gate', version.model, version.version],
      ...describeAliasFlag('--to', alias, planning.status.usualAlias),
      ...(named.results === undefined ? [] : ['--results', named.results]),
      ...(named.policy === undefined ? [] : ['--policy', named.policy]),
    ],
  });
}

/** A verdict as an entry of the history, with the report and the files it stands on. Pure. */
export function draftVerdict(judged: JudgedVersion): VerdictDraft {
  const { version, alias, report, text, sha256, found, place } = judged;
  return {
    draft: {
      action: 'gate',
      moves: [],
      facts: [
        {
          kind: 'gated',
          version: version.version,
          alias,
          verdict: report.verdict,
          policy: report.policy.name,
          policySha256: report.policy.sha256,
          reportSha256: sha256,
          evaluatedAt: report.evaluatedAt,
          expiresAt: report.expiresAt,
        },
      ],
      reason: null,
      gate: recordVerdict(judged),
      reverts: null,
    },
    keeps: [
      ...(place === 'kept' ? listEvidence(found, report) : []),
      { name: gateFileName, sha256, from: 'text', text },
    ],
  };
}

/** A verdict as the part a gate has in an entry. Pure. */
export function recordVerdict({ report, sha256 }: Pick<JudgedVersion, 'report' | 'sha256'>): GateRecord {
  const { verdict, policy } = report;
  const bound = { policy: policy.name, policySha256: policy.sha256, reportSha256: sha256 };
  return { verdict, overridden: false, bound };
}

function listEvidence(evidence: readonly EvidenceFile[], report: GateReport): readonly KeptFile[] {
  const files = evidence.flatMap(found => (found.state === 'read' ? [found.file, ...found.repeats] : []));
  // Files that are the same are kept once, and yet each is held against its digest when it comes to that.
  const isPrivate = (digest: string): boolean =>
    report.files.some(({ place, sha256 }) => place === 'private' && sha256 === digest);
  return files.map(({ name, sha256, path }) => ({
    ...{ name, sha256, from: 'file', path },
    ...(isPrivate(sha256) ? { isPrivate: true } : {}),
  }));
}
