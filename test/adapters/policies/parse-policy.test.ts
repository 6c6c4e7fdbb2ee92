import { expect, test } from 'vitest';
import { parsePolicy } from '../../../src/adapters/policies/parse-policy.ts';
import type { Rule } from '../../../src/core/gate/policy.ts';

const sources =
  'evidence: { main: { format: summary, file: s.json }, tuning: { format: tuning-report, file: t.json, optional: true } }';
const reading = '  - requiredFiles: { evidence: [main, tuning] }';

/** A policy file with one rule on the fourth line, beside one that reads everything. */
function withRule(rule: string): string {
  return `${sources}\nrules:\n${reading}\n  - ${rule}\n`;
}

/** A policy file with a line of its own at the end, the fourth. */
function withLine(line: string): string {
  return `${sources}\nrules:\n${reading}\n${line}\n`;
}

function parse(text: string, path = '/p/house.yaml', configuredName?: string) {
  return parsePolicy({ path, text, configuredName });
}

function messageOf(work: () => unknown): string {
  try {
    work();
    return 'nothing was thrown';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

function ruleOf(rule: string): Rule | undefined {
  return parse(withRule(rule)).rules[1];
}

test('a policy says its name, its files, its rules and how long it counts', () => {
  const policy = parse(`
name: house
description: What we ask of every model.
maxAge: 36h
statusFiles: quality-gate
metrics: { our_score: { unit: '%', direction: higher } }
evidence:
  main: { format: summary, file: [core_eval_main/summary.json, summary.json] }
rules:
  - threshold: { evidence: main, metrics: [our_score, groundedness], min: 3 }
`);
  expect(policy).toEqual({
    name: 'house',
    description: 'What we ask of every model.',
    maxAgeMs: 36 * 3600 * 1000,
    metrics: { our_score: { unit: 'percent', direction: 'higher' } },
    evidence: [
      {
        name: 'main',
        format: 'summary',
        files: ['core_eval_main/summary.json', 'summary.json'],
        presence: 'required',
      },
    ],
    rules: ['our_score', 'groundedness'].map(metric => ({
      rule: 'threshold',
      id: `main.${metric}`,
      effect: 'blocks',
      of: { source: 'main', set: 'main' },
      metric,
      operator: '>=',
      threshold: 3,
      whenMissing: 'inconclusive',
    })),
    statusFiles: 'quality-gate',
  });
});

test('what is left out has its default', () => {
  expect(parse(withLine(''))).toMatchObject({
    name: 'house',
    description: '',
    maxAgeMs: 7 * 24 * 3600 * 1000,
    metrics: {},
    statusFiles: 'none',
    evidence: [
      { name: 'main', files: ['s.json'], presence: 'required' },
      { name: 'tuning', presence: 'optional' },
    ],
    rules: [{ rule: 'requiredFiles', id: 'requiredFiles', effect: 'blocks', sources: ['main', 'tuning'] }],
  });
});

test.each<[string, Partial<Rule>]>([
  [
    'threshold: { evidence: main, metric: latency_total, max: 5, optional: true, advises: true, id: slow }',
    {
      rule: 'threshold',
      id: 'slow',
      effect: 'advises',
      operator: '<=',
      threshold: 5,
      whenMissing: 'skip',
    },
  ],
  [
    'noRegression: { evidence: tuning.best, metric: groundedness, against: tuning.baseline, absolute: 0 }',
    {
      rule: 'noRegression',
      id: 'tuning.best.groundedness',
      of: { source: 'tuning', set: 'best' },
      against: { source: 'tuning', set: 'baseline' },
      limit: { by: 'absolute', value: 0 },
      whenMissing: 'inconclusive',
    },
  ],
  [
    'noRegression: { evidence: main, metric: groundedness, against: live, relative: 0.05 }',
    { rule: 'noRegression', against: 'live', limit: { by: 'relative', value: 0.05 } },
  ],
  [
    'weightedScore: { evidence: main, weights: { a: 1, b: 3 } }',
    { rule: 'weightedScore', id: 'weightedScore', weights: { a: 1, b: 3 }, minImprovement: 0 },
  ],
  ['maxAge: { evidence: main, age: 30m }', { rule: 'maxAge', id: 'main.age', maxAgeMs: 1_800_000 }],
  ['digest: {}', { rule: 'digest', id: 'digest', effect: 'blocks' }],
])('%s is a rule', (text, rule) => {
  expect(ruleOf(text)).toMatchObject(rule);
});

test('slices are of a bias report', () => {
  const text = `
evidence: { slices: { format: bias-report, file: b.json } }
rules: [slices: { evidence: slices, metrics: [groundedness], min: 3 }]`;
  expect(parse(text).rules).toEqual([
    {
      rule: 'slices',
      id: 'slices',
      effect: 'blocks',
      source: 'slices',
      metrics: ['groundedness'],
      operator: '>=',
      threshold: 3,
    },
  ]);
});

test('JSON says the same as YAML', () => {
  const json =
    '{\n\t"evidence": { "main": { "format": "summary", "file": "s.json" } },\n\t"rules": [{ "requiredFiles": { "evidence": "main" } }]\n}';
  const yaml =
    'evidence: { main: { format: summary, file: s.json } }\nrules: [requiredFiles: { evidence: main }]';
  expect(parse(json, '/p/house.json')).toEqual(parse(yaml));
});

test('the name comes from the file, else from the configuration, else from the name of the file', () => {
  expect(parse(withLine('name: house'), '/p/other.yaml').name).toBe('house');
  expect(parse(withLine(''), '/p/other.yaml', 'house').name).toBe('house');
  expect(parse(withLine(''), '/p/other.yaml').name).toBe('other');
});

test('a known metric takes another unit only where its direction is said as well', () => {
  const declare = (row: string) => parse(withLine(`metrics: { groundedness: ${row} }`)).metrics;
  expect(declare('{ unit: ratio, direction: higher }')).toEqual({
    groundedness: { unit: 'ratio', direction: 'higher' },
  });
  expect(declare('{ direction: lower }')).toEqual({
    groundedness: { unit: 'score 0..5', direction: 'lower' },
  });
  expect(() => declare('{ unit: ratio }')).toThrow(
    '/p/house.yaml:4:34: metrics.groundedness.unit: groundedness is known in score 0..5; ' +
      'to mean another unit, say its direction as well.',
  );
});

test('the first error carries file, line, column and key as data', () => {
  try {
    parse(withRule('threshold: { evidence: main, metric: a, min: high }'));
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toMatchObject({
      code: 'invalid-policy',
      data: { file: '/p/house.yaml', line: 4, column: 50, key: 'rules[1].threshold.min' },
    });
  }
});

const thresholdKeys = 'evidence, metric, metrics, min, max, optional, id, advises';
const rules = 'threshold, noRegression, slices, weightedScore, votes, requiredFiles, maxAge, digest';

test.each<[string, string, string]>([
  ['treshold: {}', '4:5', `unknown rule treshold (threshold is meant?); there are ${rules}`],
  ['{}', '4:5', `rules[1]: it must be a rule: ${rules}`],
  ['7', '4:5', `rules[1]: it must be a rule: ${rules}, and is 7`],
  ['threshold: 7', '4:16', `rules[1].threshold: it must be keys with values: ${thresholdKeys}, and is 7`],
  [
    'threshold: { evidnce: main, metric: a, min: 1 }',
    '4:18',
    `unknown key evidnce (evidence is meant?); there are ${thresholdKeys}`,
  ],
  [
    'threshold: { evidence: mainn, metric: a, min: 1 }',
    '4:28',
    'rules[1].threshold.evidence: there is no evidence called mainn (main is meant?); there are main, tuning',
  ],
  [
    'threshold: { evidence: main.best, metric: a, min: 1 }',
    '4:28',
    'rules[1].threshold.evidence: a summary has no best; write main',
  ],
  [
    'threshold: { evidence: tuning, metric: a, min: 1 }',
    '4:28',
    'rules[1].threshold.evidence: a tuning-report has no numbers of its own; write tuning.best or tuning.baseline',
  ],
  [
    'threshold: { evidence: main, metric: a, min: 80% }',
    '4:50',
    'rules[1].threshold.min: it must be a number, and is the text "80%"; 80 % of a ratio is 0.8',
  ],
  [
    'threshold: { evidence: main, metric: a, min: .nan }',
    '4:50',
    'rules[1].threshold.min: it must be a number, and is NaN',
  ],
  [
    'threshold: { evidence: main, metric: a, max: 1e999 }',
    '4:50',
    'rules[1].threshold.max: it must be a number, and is Infinity',
  ],
  [
    'threshold: { evidence: main, metric: a, min: }',
    '4:50',
    'rules[1].threshold.min: it must be a number, and is empty',
  ],
  ['threshold: { evidence: main, metric: a }', '4:16', 'rules[1].threshold: min or max is missing'],
  [
    'threshold: { evidence: main, metric: a, min: 1, max: 2 }',
    '4:16',
    'rules[1].threshold: min and max stand together; make two rules',
  ],
  ['threshold: { evidence: main, min: 1 }', '4:16', 'rules[1].threshold: metric or metrics is missing'],
  [
    'threshold: { evidence: main, metric: a, metrics: [b], min: 1 }',
    '4:16',
    'rules[1].threshold: metric and metrics stand together',
  ],
  [
    'threshold: { evidence: main, metrics: [a, 5], min: 1 }',
    '4:47',
    'rules[1].threshold.metrics[1]: it must be the name of a metric, and is 5',
  ],
  [
    'threshold: { evidence: main, metric: "a b", min: 1 }',
    '4:42',
    'rules[1].threshold.metric: it holds a space',
  ],
  [
    'threshold: { evidence: main, metrics: [a, b], min: 1, id: both }',
    '4:63',
    'rules[1].threshold.id: an id is for one metric; write metric, or leave the id out',
  ],
  [
    'threshold: { evidence: main, metric: groundedness, min: 80 }',
    '4:61',
    'rules[1].threshold.min: the threshold of groundedness is 80, which is no score 0..5; it looks like a percentage',
  ],
  [
    'threshold: { evidence: main, metric: hallucination_score, max: 4.2 }',
    '4:68',
    'rules[1].threshold.max: the threshold of hallucination_score is 4.2, which is no ratio 0..1; it looks like a judge score 0..5',
  ],
  [
    'threshold: { evidence: main, metric: latency_total, min: 5 }',
    '4:62',
    'rules[1].threshold.min: latency_total is better when lower; use max, or declare another direction under metrics',
  ],
  [
    'threshold: { evidence: main, metric: a, min: 1, id: requiredFiles }',
    '4:57',
    'rules[1].threshold.id: another rule is called requiredFiles; give one of them an id',
  ],
  [
    'slices: { evidence: main, metrics: [a], min: 1 }',
    '4:25',
    'rules[1].slices.evidence: main is a summary; slices are in a bias-report',
  ],
  [
    'noRegression: { evidence: main, metric: groundedness, against: live }',
    '4:19',
    'rules[1].noRegression: absolute or relative is missing',
  ],
  [
    'noRegression: { evidence: main, metric: groundedness, against: live, relative: -0.1 }',
    '4:84',
    'rules[1].noRegression.relative: it must be a number of at least 0, and is -0.1',
  ],
  [
    'noRegression: { evidence: main, metric: unheard, against: live, absolute: 0 }',
    '4:45',
    'rules[1].noRegression.metric: it is not known what is better for unheard; declare its direction under metrics',
  ],
  [
    'noRegression: { evidence: main, metric: groundedness, against: main, absolute: 0 }',
    '4:68',
    'rules[1].noRegression.against: main is compared with itself',
  ],
  [
    'weightedScore: { evidence: main, weights: { a: 1, b: -1 } }',
    '4:58',
    'rules[1].weightedScore.weights.b: it must be a number of at least 0, and is -1',
  ],
  [
    'weightedScore: { evidence: main, weights: { a: .inf } }',
    '4:52',
    'rules[1].weightedScore.weights.a: it must be a number of at least 0, and is Infinity',
  ],
  [
    'weightedScore: { evidence: main, weights: { a: 0, b: 0 } }',
    '4:47',
    'rules[1].weightedScore.weights: their sum must be a number above 0, and is 0',
  ],
  [
    'weightedScore: { evidence: main, weights: { a: 1e308, b: 1e308 } }',
    '4:47',
    'rules[1].weightedScore.weights: their sum must be a number above 0, and is Infinity',
  ],
  [
    'weightedScore: { evidence: main, weights: { latency_total: 1 } }',
    '4:64',
    'rules[1].weightedScore.weights.latency_total: latency_total is better when lower, and a score counts up; leave it out',
  ],
  [
    'requiredFiles: { evidence: [main, smoke] }',
    '4:39',
    'rules[1].requiredFiles.evidence[1]: there is no evidence called smoke; there are main, tuning',
  ],
  ['maxAge: { evidence: main, age: 0h }', '4:36', 'rules[1].maxAge.age: it must be a span of time above 0'],
  [
    'maxAge: { evidence: main, age: 24 }',
    '4:36',
    'rules[1].maxAge.age: it must be a span of time above 0, such as 30m, 12h or 7d, and is 24',
  ],
  ['digest: { deep: true }', '4:15', 'unknown key deep; there are id, advises'],
])('the rule %s is refused with line and column', (rule, place, words) => {
  expect(messageOf(() => parse(withRule(rule)))).toBe(`/p/house.yaml:${place}: ${words}.`);
});

const allKeys = 'name, description, maxAge, statusFiles, metrics, evidence, rules';

test.each<[string, string, string]>([
  ['titel: x', '4:1', `unknown key titel; there are ${allKeys}`],
  ['"\\e[31mred": 1', '4:1', `unknown key ^[[31mred; there are ${allKeys}`],
  ['name: rag', '4:7', 'name: rag is the name of a built-in policy; call yours something else'],
  [
    'name: a.b',
    '4:7',
    'name: it must be a name of letters, digits, - and _, at most 64, that begins with a letter, and is "a.b"',
  ],
  [
    'maxAge: 7 days',
    '4:9',
    'maxAge: it must be a span of time above 0, such as 30m, 12h or 7d, and is "7 days"',
  ],
  ['statusFiles: true', '4:14', 'statusFiles: it must be `quality-gate`'],
  ['metrics: { a: {} }', '4:15', 'metrics.a: it must have a unit, a direction, or both'],
  [
    'metrics: { a: { direction: up } }',
    '4:28',
    'metrics.a.direction: it must be `higher` or `lower`, and is "up"',
  ],
  ['metrics: { a: { units: s } }', '4:17', 'unknown key units (unit is meant?); there are unit, direction'],
  ['maxAge: 1d\nmaxAge: 2d', '5:1', 'Map keys must be unique'],
])('the line %s is refused with its place', (line, place, words) => {
  expect(messageOf(() => parse(withLine(line)))).toBe(`/p/house.yaml:${place}: ${words}.`);
});

test('a unit that nobody knows is refused, because no range would be checked', () => {
  expect(() => parse(withLine('metrics: { a: { unit: ratios } }'))).toThrow(
    '/p/house.yaml:4:23: metrics.a.unit: it must be one of `score 0..5`, `ratio`,',
  );
});

test.each<[string, string, string]>([
  ['{ format: sumary, file: a.json }', '1:29', 'format: it must be one of `summary`, `bias-report`,'],
  ['{ format: summary }', '1:19', 'file: it is missing.'],
  ['{ format: summary, file: ../a.json }', '1:44', 'file: it must be inside the results folder.'],
  [
    '{ format: summary, file: [a.json, /etc/a.json] }',
    '1:53',
    'file[1]: it must be inside the results folder.',
  ],
  ['{ format: summary, file: a//b.json }', '1:44', 'file: a part of the path is empty.'],
  ['{ format: summary, file: "a\\u202Eb.json" }', '1:44', 'file: "a<U+202E>b.json" holds a'],
  [
    '{ format: summary, file: a.json, optional: maybe }',
    '1:62',
    'optional: it must be true or false, and is "maybe".',
  ],
  ['', '1:20', 'it must be keys with values: format, file, optional, and is empty.'],
])('the source %s is refused with its place', (source, place, words) => {
  const text = `evidence: { main: ${source} }\nrules: [requiredFiles: { evidence: main }]`;
  const key = source === '' ? 'evidence.main: ' : 'evidence.main.';
  expect(() => parse(text)).toThrow(`/p/house.yaml:${place}: ${key}${words}`);
});

test.each([
  ['live', 'live means the version that is live; call it something else'],
  ['version', 'version means the record of the version itself; call it something else'],
])('evidence cannot be called %s', (name, words) => {
  const text = `evidence: { ${name}: { format: summary, file: a.json } }\nrules: [requiredFiles: { evidence: ${name} }]`;
  expect(() => parse(text)).toThrow(`evidence.${name}: ${words}.`);
});

test('evidence that no rule reads is refused: it would look like a safeguard', () => {
  expect(() => parse(`${sources}\nrules: [requiredFiles: { evidence: main }]`)).toThrow(
    '/p/house.yaml:1:62: evidence.tuning: no rule reads it; requiredFiles would.',
  );
});

test.each<[string, string, string, string]>([
  ['an empty file', '/p/a.yaml', '', '1:1: evidence: it is missing'],
  ['a list', '/p/a.yaml', '- a', '1:1: the file: it must be a policy: keys with values'],
  ['torn YAML', '/p/a.yaml', 'a: [', '1:5: Flow sequence in block collection must be sufficiently indented'],
  ['brackets without end', '/p/a.yaml', '['.repeat(50_000), ': it is nested too deeply'],
  [
    'malformed JSON',
    '/p/a.json',
    '{"name": "a",\n "rules": [1,]}',
    '2:14: it is malformed: Unexpected token',
  ],
  ['JSON that stops', '/p/a.json', '{"name": "a"', '1:13: it is torn: Expected'],
  ['a comment in JSON', '/p/a.json', '{\n# why\n}', '2:1: it is malformed: Expected'],
  ['a key twice in JSON', '/p/a.json', '{"name": "a",\n "name": "b"}', '2:2: Map keys must be unique'],
  ['deep JSON', '/p/a.json', '['.repeat(50_000), ': it is nested deeper than 64'],
  ['no rules', '/p/a.yaml', `${sources}\nrules: []`, '2:8: rules: it must be a list with at least one rule'],
  [
    'too many rules',
    '/p/a.yaml',
    `${sources}\nrules:\n${'  - digest: {}\n'.repeat(201)}`,
    '3:3: rules: there are more than 200',
  ],
  [
    'two rules in one item',
    '/p/a.yaml',
    `${sources}\nrules:\n  - digest: {}\n    maxAge: { evidence: main, age: 1d }`,
    '3:5: rules[0]: maxAge and digest stand in one item; begin each rule with a dash',
  ],
])('%s is refused with its place', (_, path, text, words) => {
  expect(() => parse(text, path)).toThrow(words);
  expect(() => parse(text, path)).toThrow(path);
});

test('another name than the configuration gives is refused', () => {
  expect(() => parse(withLine('name: other'), '/p/x.yaml', 'house')).toThrow(
    '/p/x.yaml:4:7: name: the configuration calls this policy house; write that, or leave it out.',
  );
  expect(() => parse(withLine(''), '/p/my policy.yaml')).toThrow(
    'name: it is missing, and that of the file cannot be it',
  );
});
