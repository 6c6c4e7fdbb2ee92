import { isAsJudged } from '../../../core/gate/bound-check.ts';
import { orderRules } from '../../../core/gate/order-rules.ts';
import type { BoundFile, RuleResult } from '../../../core/gate/report.ts';
import type { BoundCheck } from '../../../core/ports/registry.ts';
import type { GateView } from '../../../core/session/gate-view.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';

/** One row of the gate screen: a rule, or below the rules a file the verdict stands on. Names are safe to show. */
export type GateRow =
  | { readonly kind: 'rule'; readonly key: string; readonly name: string; readonly result: RuleResult }
  | {
      readonly kind: 'file';
      readonly key: string;
      readonly name: string;
      /** undefined for what the report does not name: the copy of the report beside the version. */
      readonly file: BoundFile | undefined;
      /** What it has to be. */
      readonly sha256: string | undefined;
      /** undefined: it was not looked at. */
      readonly check: BoundCheck | undefined;
    };

type FileRow = Extract<GateRow, { readonly kind: 'file' }>;

/** The rules, worst first, then the files, those that are not what was judged first. Empty without a report. Pure. */
export function listRows({ report, checks, standing }: GateView): readonly GateRow[] {
  if (report === undefined) return [];
  const rules = orderRules(report.rules).map(
    (result): GateRow => ({
      kind: 'rule',
      key: `rule ${result.id}`,
      name: makeSafeText(result.id, { limit: 120 }),
      result,
    }),
  );
  const recorded = standing.at === 'recorded' ? standing.gate.reportSha256 : undefined;
  const files = [...listFiles(report.files, checks, recorded)];
  return [
    ...rules,
    ...files.filter(row => isChanged(row.check)),
    ...files.filter(row => !isChanged(row.check)),
  ];
}

/** @param recorded digest of the report on record, which its copy beside the version has to have */
function* listFiles(
  files: readonly BoundFile[],
  checks: readonly BoundCheck[],
  recorded: string | undefined,
): Generator<FileRow> {
  const checkOf = new Map(checks.map(check => [check.name, check]));
  for (const file of files) {
    const name = makeSafeText(file.name, { limit: 200 });
    yield {
      kind: 'file',
      key: `file ${file.source} ${file.name}`,
      name,
      file,
      sha256: file.sha256,
      check: checkOf.get(file.name),
    };
  }
  const named = new Set(files.map(file => file.name));
  for (const check of checks) {
    if (named.has(check.name)) continue;
    const name = makeSafeText(check.name, { limit: 200 });
    yield { kind: 'file', key: `file ${check.name}`, name, file: undefined, sha256: recorded, check };
  }
}

/** Whether a bound file is not, or not provably, what was judged. Pure. */
export function isChanged(check: BoundCheck | undefined): boolean {
  return check !== undefined && !isAsJudged(check);
}
