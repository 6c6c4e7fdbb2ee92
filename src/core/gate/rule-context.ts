import type { Decision } from '../decision/decide.ts';
import type { MetricSet, ParsedEvidence } from '../evidence/metric-readings.ts';
import { nameSet } from '../evidence/metric-set.ts';
import { parseEvidence } from '../evidence/parse-evidence.ts';
import { type EarlierSource, findMissingRepeats } from './earlier-source.ts';
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
  const earlier = context.input.earlierSources.find(candidate => candidate.source === name);
  if (evidence.state === 'missing') return refuse(describeMissing(source, evidence.name, earlier));
  const file = evidence.name;
  if (evidence.state === 'unusable') {
    const reason = `${file} is ${evidence.problem}.`;
    return refuse({ verdict: 'ERROR', file, reason, remedy: `Evaluate again and replace ${file}.` });
  }
  const found = context.input.evidence.find(candidate => candidate.source === name);
  const repeats = found?.state === 'read' ? found.repeats : [];
  const gone = findMissingRepeats(earlier, repeats);
  return gone.length === 0
    ? { ok: true, found: evidence }
    : refuse(describeMissingRepeats(file, repeats.length, gone, earlier?.repeats.length ?? 0));
}

/** What could be done without at first is missed once a verdict stood on it: taking it away must not make the verdict better. */
function describeMissing(
  source: EvidenceSource,
  file: string,
  earlier: EarlierSource | undefined,
): RuleEvaluation {
  if (source.presence === 'required') {
    const remedy =
      source.format === 'user-feedback'
        ? 'Name the file of the voting page by FEEDBACK_FILE, or with --feedback of gate, promote or switch_stable.'
        : `Evaluate it and add ${file}.`;
    return { verdict: 'ERROR', file, reason: `${file} is missing.`, remedy };
  }
  if (earlier === undefined)
    return { verdict: 'SKIPPED', file, reason: `${file} is not there, and the policy can do without it.` };
  const reason = `${file} was part of an earlier verdict and is gone.`;
  return { verdict: 'ERROR', file, reason, remedy: `Put ${file} back, or evaluate it again.` };
}

/** Most paths that are told one by one. */
const shownPaths = 3;

function describeMissingRepeats(
  file: string,
  count: number,
  gone: readonly string[],
  earlierCount: number,
): RuleEvaluation {
  const more = gone.length > shownPaths ? ` and ${gone.length - shownPaths} more` : '';
  const paths = `${gone.slice(0, shownPaths).join(', ')}${more} ${gone.length === 1 ? 'is' : 'are'} gone`;
  const reason = `An earlier verdict stood on ${countRuns(earlierCount)} of ${file}, now there ${count === 1 ? 'is' : 'are'} ${count}: ${paths}.`;
  const remedy = 'Put what is gone back, or evaluate as many runs again.';
  return { verdict: 'ERROR', file, reason, remedy };
}

function countRuns(count: number): string {
  return `${count} repeat run${count === 1 ? '' : 's'}`;
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
