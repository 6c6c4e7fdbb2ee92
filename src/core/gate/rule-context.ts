import type { Decision } from '../decision/decide.ts';
import type { MetricSet, ParsedEvidence } from '../evidence/metric-readings.ts';
import { nameSet } from '../evidence/metric-set.ts';
import { parseEvidence } from '../evidence/parse-evidence.ts';
import type { GateInput } from './evaluate-gate.ts';
import { type EvidenceSource, type MetricsReference, mainSet } from './policy.ts';
import type { RuleResult } from './report.ts';

/** What a rule found: verdict and reason, and of the result what it has to say. */
export type RuleEvaluation = Pick<RuleResult, 'verdict' | 'reason'> &
  Partial<Omit<RuleResult, 'id' | 'rule' | 'effect' | 'verdict' | 'reason'>> & {
    /** Of a rule that decides by a score. */
    readonly decision?: Decision;
  };

/** What rules are judged by: everything the gate was given, with every file parsed at most once. */
export type RuleContext = {
  readonly input: GateInput;
  /** What a source of the policy says. */
  readonly readSource: (source: EvidenceSource) => ParsedEvidence;
};

/** Evidence that could be read. */
export type ReadSource = Extract<ParsedEvidence, { readonly state: 'parsed' }>;

/** Something that was looked for, or the evaluation of a rule that cannot do without it. */
export type Found<Thing> =
  | { readonly ok: true; readonly found: Thing }
  | { readonly ok: false; readonly evaluation: RuleEvaluation };

/** A context over one input. Pure. */
export function createRuleContext(input: GateInput): RuleContext {
  const parsed = new Map<string, ParsedEvidence>();
  return {
    input,
    readSource: source => {
      const known = parsed.get(source.name);
      if (known !== undefined) return known;
      const file = input.evidence.find(candidate => candidate.source === source.name);
      const evidence =
        file === undefined
          ? ({ state: 'missing', name: source.files[0] ?? source.name } as const)
          : parseEvidence(source, file);
      parsed.set(source.name, evidence);
      return evidence;
    },
  };
}

/** A source of the policy by name, read; where it is not there, what that means for a rule that needs it. Pure. */
export function findSource(context: RuleContext, name: string): Found<ReadSource> {
  const source = context.input.bound.policy.evidence.find(candidate => candidate.name === name);
  if (source === undefined)
    return refuse({ verdict: 'ERROR', reason: `The policy has no evidence called ${name}.` });
  const evidence = context.readSource(source);
  if (evidence.state === 'parsed') return { ok: true, found: evidence };
  const file = evidence.name;
  if (evidence.state === 'unusable') {
    const reason = `${file} is ${evidence.problem}.`;
    return refuse({ verdict: 'ERROR', file, reason, remedy: `Evaluate again and replace ${file}.` });
  }
  const remedy = `Evaluate it and add ${file}.`;
  if (source.presence === 'required')
    return refuse({ verdict: 'ERROR', file, reason: `${file} is missing.`, remedy });
  return context.input.earlierSources.includes(name)
    ? refuse({
        verdict: 'INCONCLUSIVE',
        file,
        reason: `${file} was part of the last verdict and is gone.`,
        remedy: `Put ${file} back, or evaluate it again.`,
      })
    : refuse({ verdict: 'SKIPPED', file, reason: `${file} is not there, and the policy can do without it.` });
}

/** A set of numbers, and what it is called in a sentence. */
export type FoundSet = { readonly set: MetricSet; readonly file: string; readonly where: string };

/** A set of a source. Pure. */
export function findSet(context: RuleContext, of: MetricsReference): Found<FoundSet> {
  const source = findSource(context, of.source);
  if (!source.ok) return source;
  const file = source.found.name;
  const set = source.found.sets.get(of.set);
  if (set === undefined) {
    const known = [...source.found.sets.keys()].join(' and ') || 'none';
    const what = of.set === mainSet ? 'metrics of its own' : `set ${of.set}`;
    return refuse({ verdict: 'ERROR', file, reason: `${file} has no ${what}; it has ${known}.` });
  }
  return { ok: true, found: { set, file, where: nameSet(file, of.set) } };
}

/** Nothing was found, with what the rule is to say of it. Pure. */
export function refuse(evaluation: RuleEvaluation): Extract<Found<never>, { readonly ok: false }> {
  return { ok: false, evaluation };
}
