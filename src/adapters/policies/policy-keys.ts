import { defaultMaxAgeMs, type EvidenceFormat, evidenceFormats } from '../../core/gate/policy.ts';
import { policyNameWords } from '../../core/gate/policy-name.ts';
import { formatTimeSpan, timeSpanWords } from '../../core/gate/time-span.ts';
import { unitTable } from '../../core/registry/unit.ts';

/** One key of a policy file. `docs/policies.md` and the words of errors are made from these rows. */
export type PolicyKeyRow = {
  /** What a value has to be, in words that follow "it must be". */
  readonly type: string;
  /** What each item of a list or map has to be; undefined where there are none. */
  readonly each?: string;
  /** `yes`, or what holds without it, in words. */
  readonly needed: string;
  readonly meaning: string;
};

export type PolicyKeyRows = Readonly<Record<string, PolicyKeyRow>>;

/** Largest counts in a policy file. */
export const policyLimits = {
  sources: 50,
  filesPerSource: 10,
  rules: 200,
  /** Rules after lists of metrics have been taken apart. */
  rulesInAll: 1000,
  metrics: 200,
  textCharacters: 2000,
  nameCharacters: 128,
} as const;

/** Keys of the file. */
export const policyKeys = {
  name: {
    type: policyNameWords,
    needed: 'the name in the configuration, or that of the file',
    meaning: 'How the policy is called. Not like a built-in one.',
  },
  description: { type: 'a text', needed: 'none', meaning: 'What it is for, in a sentence.' },
  maxAge: {
    type: timeSpanWords,
    needed: formatTimeSpan(defaultMaxAgeMs),
    meaning: 'How long a verdict counts. After that the version has to be judged again.',
  },
  statusFiles: {
    type: '`quality-gate`',
    needed: 'no such files',
    meaning:
      'With `quality-gate`, judging a results folder writes `quality_gate.txt` and `quality_gate.json` into it.',
  },
  metrics: {
    type: 'metrics by name',
    needed: 'what metrics-and-states.md lists',
    meaning: 'Unit and direction of metrics of your own.',
  },
  evidence: { type: 'files by a name of yours', needed: 'yes', meaning: 'The files that are read.' },
  rules: {
    type: 'a list with at least one rule',
    needed: 'yes',
    meaning: 'What has to hold. All of them have to pass.',
  },
} as const satisfies PolicyKeyRows;

/** Keys of one metric under `metrics`. */
export const metricKeys = {
  unit: {
    type: `one of ${Object.keys(unitTable)
      .map(unit => `\`${unit}\``)
      .join(', ')}`,
    needed: 'that of the table of metrics, or none',
    meaning: 'A value that its unit cannot have is an error, never a pass.',
  },
  direction: {
    type: '`higher` or `lower`',
    needed: 'that of the table of metrics, or unknown',
    meaning: 'What is better.',
  },
} as const satisfies PolicyKeyRows;

/** Keys of one source under `evidence`. */
export const sourceKeys = {
  format: {
    type: `one of ${evidenceFormats.map(format => `\`${format}\``).join(', ')}`,
    needed: 'yes',
    meaning: 'What the file looks like inside.',
  },
  file: {
    type: 'the path of a file inside the results folder, or a list of them',
    each: 'the path of a file inside the results folder',
    needed: 'yes',
    meaning: 'Where it is. Of several the first that is there is read.',
  },
  optional: {
    type: 'true or false',
    needed: 'false',
    meaning: 'Without the file its rules are skipped. Otherwise they end in ERROR.',
  },
} as const satisfies PolicyKeyRows;

/** What a format of evidence holds, and what the numbers in a source called `x` are called. */
export const formatRows: Readonly<Record<EvidenceFormat, { readonly holds: string; readonly sets: string }>> =
  {
    summary: {
      holds: 'One object of numbers by name, such as `summary.json` and `metrics.json`.',
      sets: '`x`',
    },
    'bias-report': {
      holds: 'Slices, as `slices` by name or as `metrics` with a list for each field.',
      sets: 'none; the rule `slices` reads it',
    },
    'tuning-report': {
      holds: '`baseline` and `best`, or a list of `runs`, of which those are found.',
      sets: '`x.best`, `x.baseline`',
    },
    'quality-report': {
      holds: 'Numbers on tests, model and security; those of the version before begin with `baseline_`.',
      sets: '`x`, `x.baseline`',
    },
    'user-feedback': {
      holds: 'Votes on pairs of answers, as `pair`, and ratings of single ones, as `interleaved`.',
      sets: 'none; the rule `votes` reads it',
    },
  };
