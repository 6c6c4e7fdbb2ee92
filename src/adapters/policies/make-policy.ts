import { defaultMaxAgeMs, type EvidenceSource, type Policy, type Rule } from '../../core/gate/policy.ts';
import { listRuleSources } from '../../core/gate/rule-sources.ts';
import { describeMetric, type MetricRow, metricTable } from '../../core/registry/metric.ts';
import { normaliseUnit, unitTable } from '../../core/registry/unit.ts';
import type { KeyPath } from '../files/key-path.ts';
import { makeRules, readSpan } from './make-rules.ts';
import type { PolicyContext, PolicyProblem } from './policy-context.ts';
import { metricKeys, policyLimits } from './policy-keys.ts';
import type { PolicyFile } from './policy-schema.ts';

/** A policy made of a file, or the first thing that keeps its parts from fitting together. */
export type MadePolicy =
  | { readonly ok: true; readonly policy: Policy }
  | ({ readonly ok: false } & PolicyProblem);

/**
 * Makes a policy of what a file says. Names must lead somewhere, thresholds must be values their metrics can have, and ids are unique.
 *
 * A metric of the table of metrics keeps its unit and direction where the policy declares only one of them. To mean another unit by
 * it, the policy has to say unit and direction both: a unit alone that contradicts the table is a slip until somebody says otherwise.
 * Pure.
 */
export function makePolicy(file: PolicyFile, name: string): MadePolicy {
  const problems: PolicyProblem[] = [];
  const note = (path: KeyPath, problem: string): void => {
    problems.push({ path, problem });
  };
  const metrics = makeMetrics(file, note);
  const evidence = makeSources(file, note);
  const context = { sources: new Map(evidence.map(source => [source.name, source])), metrics, note };
  const rules = makeAllRules(file, context);
  refuseUnread(evidence, rules, note);
  const policy: Policy = {
    name,
    description: file.description ?? '',
    maxAgeMs: file.maxAge === undefined ? defaultMaxAgeMs : readSpan(file.maxAge, ['maxAge'], context),
    metrics,
    evidence,
    rules,
    statusFiles: file.statusFiles ?? 'none',
  };
  const [first] = problems;
  return first === undefined ? { ok: true, policy } : { ok: false, ...first };
}

type Note = PolicyContext['note'];

function makeMetrics(file: PolicyFile, note: Note): Readonly<Record<string, MetricRow>> {
  return Object.fromEntries(
    Object.entries(file.metrics ?? {}).map(([name, written]) => [name, makeMetric(name, written, note)]),
  );
}

type WrittenMetric = NonNullable<PolicyFile['metrics']>[string];

function makeMetric(name: string, { unit, direction }: WrittenMetric, note: Note): MetricRow {
  const known = describeMetric(name);
  const row = { unit: normaliseUnit(unit ?? known.unit), direction: direction ?? known.direction };
  if (unit === undefined && direction === undefined)
    note(['metrics', name], 'it must have a unit, a direction, or both');
  if (unit !== undefined && !Object.hasOwn(unitTable, row.unit))
    note(['metrics', name, 'unit'], `it must be ${metricKeys.unit.type}`);
  const isKnown = Object.hasOwn(metricTable, name);
  if (isKnown && row.unit !== known.unit && direction === undefined) {
    const usual = known.unit === '' ? 'without a unit' : `in ${known.unit}`;
    note(
      ['metrics', name, 'unit'],
      `${name} is known ${usual}; to mean another unit, say its direction as well`,
    );
  }
  return row;
}

/** Names that mean something else where evidence is named. */
const takenNames: Readonly<Record<string, string>> = {
  live: 'the version that is live',
  version: 'the record of the version itself',
};

function makeSources(file: PolicyFile, note: Note): readonly EvidenceSource[] {
  return Object.entries(file.evidence).map(([name, written]) => {
    if (Object.hasOwn(takenNames, name))
      note(['evidence', name], `${name} means ${takenNames[name]}; call it something else`);
    return {
      name,
      format: written.format,
      files: typeof written.file === 'string' ? [written.file] : [...new Set(written.file)],
      presence: written.optional === true ? 'optional' : 'required',
    };
  });
}

function makeAllRules(file: PolicyFile, context: PolicyContext): readonly Rule[] {
  const rules: Rule[] = [];
  const ids = new Set<string>();
  for (const [place, item] of file.rules.entries()) {
    for (const rule of makeRules(item, ['rules', place], context)) {
      const path = ['rules', place, rule.rule, 'id'];
      if (ids.has(rule.id)) context.note(path, `another rule is called ${rule.id}; give one of them an id`);
      ids.add(rule.id);
      rules.push(rule);
    }
  }
  if (rules.length > policyLimits.rulesInAll)
    context.note(['rules'], `there are more than ${policyLimits.rulesInAll} rules in all`);
  return rules;
}

/** A file that no rule reads would look like a safeguard and be none. */
function refuseUnread(evidence: readonly EvidenceSource[], rules: readonly Rule[], note: Note): void {
  const read = new Set(rules.flatMap(listRuleSources));
  for (const { name } of evidence) {
    if (!read.has(name)) note(['evidence', name], 'no rule reads it; requiredFiles would');
  }
}
