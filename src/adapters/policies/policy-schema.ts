import * as z from 'zod/mini';
import { evidenceFormats, type RuleName, ruleNames } from '../../core/gate/policy.ts';
import { policyNameForm, policyNameWords } from '../../core/gate/policy-name.ts';
import { timeSpanForm } from '../../core/gate/time-span.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { describeUnsafe } from '../../core/text/safe-text.ts';
import { candidateNameForm } from '../../core/votes/candidate-name.ts';
import { textWithout } from '../files/checked-text.ts';
import { policyLimits } from './policy-keys.ts';

const referenceForm = /^[A-Za-z][A-Za-z0-9_-]{0,63}(?:\.[A-Za-z][A-Za-z0-9_-]{0,63})?$/;

const metricName = textWithout(findWordProblem);
const ruleId = textWithout(findWordProblem);
const sourceName = z.string().check(z.regex(policyNameForm, `it must be ${policyNameWords}`));
const reference = z.string().check(z.regex(referenceForm));
const timeSpan = z.string().check(z.regex(timeSpanForm));
const limit = z.number().check(z.gte(0));

/** A name that may stand in an id: without spaces and anything that cannot be seen. */
function findWordProblem(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (text === '__proto__') return 'it cannot be called that';
  if (/\s/u.test(text)) return 'it holds a space';
  if ([...text].length > policyLimits.nameCharacters)
    return `it is longer than ${policyLimits.nameCharacters} characters`;
  const unsafe = describeUnsafe(text);
  return unsafe === undefined ? undefined : `it holds ${unsafe}`;
}

const description = textWithout(text => {
  const unsafe = describeUnsafe(text);
  if (unsafe !== undefined) return `it holds ${unsafe}`;
  return text.length > policyLimits.textCharacters
    ? `it is longer than ${policyLimits.textCharacters} characters`
    : undefined;
});

const filePath = textWithout(path => {
  if (/^(?:\/|[A-Za-z]:)|(?:^|\/)\.\.(?:\/|$)/.test(path)) return 'it must be inside the results folder';
  for (const part of path.split('/')) {
    const problem = findNameProblem(part);
    if (problem !== undefined) return part === '' ? 'a part of the path is empty' : `"${part}" ${problem}`;
  }
  return undefined;
});

function listOf<Item extends z.ZodMiniType>(item: Item, most: number) {
  return z.array(item).check(z.minLength(1), z.maxLength(most));
}

function refuseMore(most: number, things: string) {
  return ({ value, issues }: { value: object; issues: z.core.$ZodRawIssue[] }): void => {
    if (Object.keys(value).length <= most) return;
    issues.push({ code: 'custom', input: value, message: `there are more than ${most} ${things}` });
  };
}

const common = { id: z.optional(ruleId), advises: z.optional(z.boolean()) };
const metricList = listOf(metricName, policyLimits.metrics);
const oneOrMoreMetrics = { metric: z.optional(metricName), metrics: z.optional(metricList) };
const bounds = { min: z.optional(z.number()), max: z.optional(z.number()) };

const ruleSchemas = {
  threshold: z.strictObject({
    evidence: reference,
    ...oneOrMoreMetrics,
    ...bounds,
    optional: z.optional(z.boolean()),
    ...common,
  }),
  slices: z.strictObject({ evidence: sourceName, metrics: metricList, ...bounds, ...common }),
  noRegression: z.strictObject({
    evidence: reference,
    ...oneOrMoreMetrics,
    against: reference,
    absolute: z.optional(limit),
    relative: z.optional(limit),
    optional: z.optional(z.boolean()),
    ...common,
  }),
  weightedScore: z.strictObject({
    evidence: reference,
    weights: z.record(metricName, limit).check(refuseMore(policyLimits.metrics, 'metrics')),
    improvement: z.optional(limit),
    ...common,
  }),
  votes: z.strictObject({
    evidence: sourceName,
    min: z.optional(z.number().check(z.gte(0), z.lte(1))),
    minVotes: z.optional(z.int().check(z.gte(1))),
    window: z.optional(timeSpan),
    candidateFor: z.optional(timeSpan),
    as: z.optional(z.string().check(z.regex(candidateNameForm))),
    ...common,
  }),
  requiredFiles: z.strictObject({
    evidence: z.union([sourceName, listOf(sourceName, policyLimits.sources)]),
    ...common,
  }),
  maxAge: z.strictObject({ evidence: sourceName, age: timeSpan, ...common }),
  digest: z.strictObject(common),
} as const satisfies Readonly<Record<RuleName, z.ZodMiniType>>;

/** An item of `rules`: one rule by its name. */
const ruleItem = z
  .strictObject({
    threshold: z.optional(ruleSchemas.threshold),
    slices: z.optional(ruleSchemas.slices),
    noRegression: z.optional(ruleSchemas.noRegression),
    weightedScore: z.optional(ruleSchemas.weightedScore),
    votes: z.optional(ruleSchemas.votes),
    requiredFiles: z.optional(ruleSchemas.requiredFiles),
    maxAge: z.optional(ruleSchemas.maxAge),
    digest: z.optional(ruleSchemas.digest),
  })
  .check(({ value, issues }) => {
    const found = ruleNames.filter(name => value[name] !== undefined);
    if (found.length === 1) return;
    const message =
      found.length === 0
        ? `it must be a rule: ${ruleNames.join(', ')}`
        : `${found.join(' and ')} stand in one item; begin each rule with a dash`;
    issues.push({ code: 'custom', input: value, message });
  });

const metric = z.strictObject({
  unit: z.optional(z.string()),
  direction: z.optional(z.enum(['higher', 'lower'])),
});

const source = z.strictObject({
  format: z.enum(evidenceFormats),
  file: z.union([filePath, listOf(filePath, policyLimits.filesPerSource)]),
  optional: z.optional(z.boolean()),
});

/** What a policy file may hold. What one key says about another is checked where the policy is made of it. */
export const policySchema = z.strictObject({
  name: z.optional(z.string().check(z.regex(policyNameForm))),
  description: z.optional(description),
  maxAge: z.optional(timeSpan),
  statusFiles: z.optional(z.enum(['quality-gate'])),
  metrics: z.optional(z.record(metricName, metric).check(refuseMore(policyLimits.metrics, 'metrics'))),
  evidence: z.record(sourceName, source).check(refuseMore(policyLimits.sources, 'files')),
  rules: listOf(ruleItem, policyLimits.rules),
});

/** A policy file, as it is written. */
export type PolicyFile = z.infer<typeof policySchema>;

/** One item of its rules. */
export type RuleItem = PolicyFile['rules'][number];

/** A rule of one kind, as it is written. */
export type WrittenRule<Name extends RuleName> = NonNullable<RuleItem[Name]>;
