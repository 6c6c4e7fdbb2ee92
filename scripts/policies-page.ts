import { makeBuiltInPolicy } from '../src/adapters/policies/built-in-policies.ts';
import {
  formatRows,
  metricKeys,
  type PolicyKeyRows,
  policyKeys,
  sourceKeys,
} from '../src/adapters/policies/policy-keys.ts';
import { commonRuleKeys, type RuleForm, ruleForms } from '../src/adapters/policies/rule-forms.ts';
import { type MetricsReference, mainSet, type Policy, type Rule } from '../src/core/gate/policy.ts';
import { builtInPolicyNames } from '../src/core/gate/policy-name.ts';
import { formatTimeSpan } from '../src/core/gate/time-span.ts';
import { code, codeBlock, page, table } from './markdown.ts';

/** A policy as the page shows it; a test parses it. */
export const examplePolicy = `
name: house
description: What we ask of every model.
maxAge: 3d
evidence:
  main: { format: summary, file: [core_eval_main/summary.json, summary.json] }
  slices: { format: bias-report, file: bias_report.json, optional: true }
rules:
  - threshold: { evidence: main, metrics: [groundedness, answer_relevance], min: 3.5 }
  - threshold: { evidence: main, metric: latency_total, max: 4, advises: true }
  - slices: { evidence: slices, metrics: [groundedness], min: 3 }
  - noRegression: { id: main.groundedness.regression, evidence: main, metric: groundedness, against: live, relative: 0.02 }
`;

/** The configuration that binds it, as the page shows it; a test parses it. */
export const exampleBindings = `
policies:
  - { name: house, file: ./policies/house.yaml }
gates:
  - { policy: house }
  - { model: frontshift-rag, alias: production, policy: rag, thresholds: { main.groundedness: 3.8 } }
`;

/** The page on policies: every key, every rule, every format, and the built-in ones with their numbers. Pure. */
export function makePoliciesPage(): string {
  const forms: readonly (readonly [string, RuleForm])[] = Object.entries(ruleForms);
  return page(
    'Policies',
    'A policy says what a version has to prove before it becomes live. It is a file of YAML or JSON, at most 256 KiB; ' +
      'what is not described here is refused, with line and column. ' +
      '[`schemas/policy.schema.json`](schemas/policy.schema.json) tells editors the same.',
    codeBlock('yaml', examplePolicy),
    keyTable(policyKeys),
    '## Binding',
    'A policy counts where the [configuration](configuration.md) binds it: to a model, to an alias, to both, or to everything.',
    codeBlock('yaml', exampleBindings),
    'Of one file the most specific line that fits counts; here `frontshift-rag@production` has `rag` and everything else `house`. ' +
      'The lines of the project and of the user count together. `thresholds` replaces the number of a rule by its id: a threshold, a limit, ' +
      'an improvement, or the age of `maxAge`, written like `24h`.',
    `## Evidence\n\n${keyTable(sourceKeys)}`,
    table(
      ['Format', 'What it holds', 'Its numbers, in a source `x`'],
      Object.entries(formatRows).map(([name, row]) => [code(name), row.holds, row.sets]),
    ),
    'Repeat runs in `runs/<n>/` beside a file give its numbers a noise band.',
    '## Rules',
    'Every item of `rules` is one rule. All of them take these keys:',
    keyTable(commonRuleKeys),
    ...forms.map(([name, form]) => describeForm(name, form)),
    '## Votes',
    'The feedback is `user_feedback.json` as the page writes it that shows people two answers: the list `pair`, each row with ' +
      '`timestamp`, `a_model`, `b_model` and `preferred`, which is `A`, `B`, `tie` or `neither`. A time without a zone is UTC. Only pairs ' +
      'with the candidate count; a pair of it with itself, a row that repeats one of the same time, a vote more than five minutes from ' +
      'the future and any other `preferred` are left out and told. A file that is torn, or that has a row without its models or a time, ' +
      'is an ERROR, never a file without votes.',
    'It is read from the results, or from the file that `--feedback` of `gate` and `promote` names, or the variable FEEDBACK_FILE. ' +
      '`--as` says what the feedback calls the version where that is neither its own name nor what `as` makes of it: the id that the ' +
      'page has for the model. Since when it is the candidate is what the history says of the alias `candidate`, or `--since-candidate`. ' +
      'The file a verdict stands on is kept with it, questions and comments of people included.',
    'Without a policy, and without a registry: `lastgood votes MODEL VERSION --feedback FILE`; and `lastgood ab_tally CANDIDATE`, which ' +
      'prints PROMOTE or REJECT.',
    `## Metrics\n\n${keyTable(metricKeys)}`,
    'A metric that [the table of metrics](metrics-and-states.md) knows keeps its unit and direction. To mean another unit by it, say both.',
    '## Built-in policies',
    'They are files in the same format. Their names are theirs: a copy is called something else.',
    ...builtInPolicyNames.map(name => describePolicy(makeBuiltInPolicy(name).policy)),
  );
}

function keyTable(rows: PolicyKeyRows): string {
  return table(
    ['Key', 'Value', 'Without it', 'What it does'],
    Object.entries(rows).map(([key, row]) => [
      code(key),
      row.type,
      row.needed === 'yes' ? 'an error' : row.needed,
      row.meaning,
    ]),
  );
}

function describeForm(name: string, form: RuleForm): string {
  const own = Object.entries(form.keys).filter(([key]) => !Object.hasOwn(commonRuleKeys, key));
  return [
    `### ${code(name)}`,
    `${form.meaning} Its id, where none is given: ${form.defaultId}.`,
    codeBlock('yaml', `- ${form.example}`),
    ...(own.length === 0 ? [] : [keyTable(Object.fromEntries(own))]),
  ].join('\n\n');
}

function describePolicy(policy: Policy): string {
  const sources = policy.evidence.map(source => [
    code(source.name),
    source.format,
    source.files.map(code).join(', '),
    source.presence,
  ]);
  const rules = policy.rules.map(rule => [code(rule.id), describeRule(rule), rule.effect]);
  return [
    `### ${code(policy.name)}`,
    `${policy.description} A verdict counts for ${formatTimeSpan(policy.maxAgeMs)}.`,
    table(['Evidence', 'Format', 'File', ''], sources),
    table(['Rule', 'Demands', ''], rules),
  ].join('\n\n');
}

function describeRule(rule: Rule): string {
  switch (rule.rule) {
    case 'threshold':
      return `${rule.metric} ${rule.operator} ${rule.threshold}${describeMissing(rule.whenMissing)}`;
    case 'slices':
      return `${rule.metrics.join(', ')} ${rule.operator} ${rule.threshold} in every slice`;
    case 'noRegression': {
      const { by, value } = rule.limit;
      const limit = by === 'absolute' ? `${value}` : `${Number((value * 100).toPrecision(12))} %`;
      const than = rule.against === 'live' ? 'what is live' : formatReference(rule.against);
      const worse = value === 0 ? 'not worse' : `worse by at most ${limit}`;
      return `${rule.metric} ${worse} than ${than}${describeMissing(rule.whenMissing)}`;
    }
    case 'weightedScore': {
      const terms = Object.entries(rule.weights).map(([metric, weight]) => `${weight} ${metric}`);
      return `${terms.join(' + ')}, the best of what was deployed by more than ${rule.minImprovement}`;
    }
    case 'votes':
      return `at least ${rule.threshold * 100}% wins among at least ${rule.minVotes} votes of the last ${formatTimeSpan(rule.windowMs)}, and a candidate for ${formatTimeSpan(rule.candidateForMs)}`;
    case 'requiredFiles':
      return `${rule.sources.join(', ')} can be read`;
    case 'maxAge':
      return `${rule.source} at most ${formatTimeSpan(rule.maxAgeMs)} old`;
    case 'digest':
      return 'the files of the version are unchanged';
    default:
      return rule satisfies never;
  }
}

function describeMissing(whenMissing: 'inconclusive' | 'skip'): string {
  return whenMissing === 'skip' ? ', if it is given' : '';
}

function formatReference({ source, set }: MetricsReference): string {
  return set === mainSet ? source : `${source}.${set}`;
}
