import type { RuleName } from '../../core/gate/policy.ts';
import { formatTimeSpan, timeSpanWords } from '../../core/gate/time-span.ts';
import { candidateNameWords, usualCandidateName } from '../../core/votes/candidate-name.ts';
import { usualVoteTerms } from '../../core/votes/vote-terms.ts';
import type { PolicyKeyRows } from './policy-keys.ts';

/** Keys of which a rule that has both takes exactly one. */
export const alternativeKeys = [
  ['metric', 'metrics'],
  ['min', 'max'],
  ['absolute', 'relative'],
] as const;

const reference = {
  type: 'a name under `evidence`, or `name.set`',
  needed: 'yes',
  meaning: 'The numbers that are judged.',
} as const;

const metric = {
  type: 'the name of a metric',
  needed: 'this, or `metrics`',
  meaning: 'The metric that is judged.',
} as const;

const metrics = {
  type: 'a list of metrics',
  each: 'the name of a metric',
  needed: 'this, or `metric`',
  meaning: 'Several metrics: the same rule for each.',
} as const;

const minimum = { type: 'a number', needed: 'this, or `max`', meaning: 'The least that passes.' } as const;
const maximum = { type: 'a number', needed: 'this, or `min`', meaning: 'The most that passes.' } as const;

const optional = {
  type: 'true or false',
  needed: 'false',
  meaning: 'Skips the rule where the metric is left out. Otherwise it is INCONCLUSIVE.',
} as const;

/** Keys that every rule takes. */
export const commonRuleKeys = {
  id: {
    type: 'a text without spaces',
    needed: 'made from what is judged',
    meaning: 'How results and thresholds call the rule.',
  },
  advises: {
    type: 'true or false',
    needed: 'false',
    meaning: 'Shows the result and leaves it out of the verdict.',
  },
} as const satisfies PolicyKeyRows;

/** A rule as a policy file writes it. */
export type RuleForm = {
  /** What it demands, in a sentence. */
  readonly meaning: string;
  /** Its id when none is given, in words. */
  readonly defaultId: string;
  readonly example: string;
  readonly keys: PolicyKeyRows;
};

/** The rules by name, in the order of the documentation. */
export const ruleForms = {
  threshold: {
    meaning: 'A number reaches a fixed one. Equal is enough.',
    defaultId: '`main.groundedness`',
    example: 'threshold: { evidence: main, metric: groundedness, min: 3.0 }',
    keys: { evidence: reference, metric, metrics, min: minimum, max: maximum, optional, ...commonRuleKeys },
  },
  slices: {
    meaning:
      'Every slice reaches the threshold in every metric. No slices at all, or none of a field the report names, is INCONCLUSIVE.',
    defaultId: 'the name of the evidence',
    example: 'slices: { evidence: slices, metrics: [groundedness, answer_relevance], min: 3.0 }',
    keys: {
      evidence: { ...reference, type: 'a name under `evidence`', meaning: 'The slices that are judged.' },
      metrics: { ...metrics, needed: 'yes', meaning: 'The metrics that are judged in each slice.' },
      min: minimum,
      max: maximum,
      ...commonRuleKeys,
    },
  },
  noRegression: {
    meaning: 'A number is not worse than a baseline by more than a limit, in the direction of its metric.',
    defaultId: '`tuning.best.groundedness`',
    example: 'noRegression: { evidence: main, metric: groundedness, against: live, relative: 0.05 }',
    keys: {
      evidence: reference,
      metric,
      metrics,
      against: {
        type: '`live`, or like `evidence`',
        needed: 'yes',
        meaning:
          'The baseline. `live` is the version under the alias now; where there is none the rule passes.',
      },
      absolute: {
        type: 'a number of at least 0',
        needed: 'this, or `relative`',
        meaning: 'The limit in the unit of the metric.',
      },
      relative: {
        type: 'a number of at least 0',
        needed: 'this, or `absolute`',
        meaning: 'The limit as a part of the baseline: 0.05 for five percent.',
      },
      optional,
      ...commonRuleKeys,
    },
  },
  weightedScore: {
    meaning:
      'The weighted sum of metrics is better than that of every version deployed before, or this is the first.',
    defaultId: '`weightedScore`',
    example: 'weightedScore: { evidence: metrics, weights: { bleu1: 0.4, bleu4: 0.6 }, improvement: 0.001 }',
    keys: {
      evidence: reference,
      weights: {
        type: 'numbers of at least 0 by metric',
        each: 'a number of at least 0',
        needed: 'yes',
        meaning: 'They are divided by their sum, which is above 0.',
      },
      improvement: {
        type: 'a number of at least 0',
        needed: '0',
        meaning: 'It has to be better by more than this.',
      },
      ...commonRuleKeys,
    },
  },
  votes: {
    meaning:
      'People who compared it with other models preferred it often enough: enough votes, enough of them wins, and long enough under the alias `candidate`. Ties count for neither side.',
    defaultId: 'the name of the evidence',
    example: "votes: { evidence: feedback, min: 0.5, minVotes: 20, as: '{model}_{version}' }",
    keys: {
      evidence: { ...reference, type: 'a name under `evidence`', meaning: 'The feedback.' },
      min: {
        type: 'a number of 0 to 1',
        needed: String(usualVoteTerms.threshold),
        meaning: 'The least part of wins among wins and losses.',
      },
      minVotes: {
        type: 'a whole number of at least 1',
        needed: String(usualVoteTerms.minVotes),
        meaning: 'With fewer wins and losses than this it is INCONCLUSIVE.',
      },
      window: {
        type: timeSpanWords,
        needed: formatTimeSpan(usualVoteTerms.windowMs),
        meaning: 'How far back votes count.',
      },
      candidateFor: {
        type: timeSpanWords,
        needed: formatTimeSpan(usualVoteTerms.candidateForMs),
        meaning: 'How long it has to have been the candidate. Before that it is INCONCLUSIVE.',
      },
      as: {
        type: candidateNameWords,
        needed: `\`${usualCandidateName}\``,
        meaning: 'What the feedback calls the candidate.',
      },
      ...commonRuleKeys,
    },
  },
  requiredFiles: {
    meaning: 'Files are there and can be read, optional or not.',
    defaultId: '`requiredFiles`',
    example: 'requiredFiles: { evidence: [main, smoke] }',
    keys: {
      evidence: {
        type: 'a name under `evidence`, or a list of them',
        each: 'a name under `evidence`',
        needed: 'yes',
        meaning: 'The files that have to be there.',
      },
      ...commonRuleKeys,
    },
  },
  maxAge: {
    meaning: 'A file is not older than this when it is judged.',
    defaultId: '`main.age`',
    example: 'maxAge: { evidence: main, age: 24h }',
    keys: {
      evidence: { ...reference, type: 'a name under `evidence`', meaning: 'The file.' },
      age: { type: timeSpanWords, needed: 'yes', meaning: 'How old it may be.' },
      ...commonRuleKeys,
    },
  },
  digest: {
    meaning: 'The files of the version have the digests that were recorded for them.',
    defaultId: '`digest`',
    example: 'digest: {}',
    keys: commonRuleKeys,
  },
} as const satisfies Readonly<Record<RuleName, RuleForm>>;
