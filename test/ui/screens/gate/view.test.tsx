import { describe, expect, test } from 'vitest';
import { NotFoundError } from '../../../../src/core/errors/app-error.ts';
import type { BoundPolicy } from '../../../../src/core/gate/policy.ts';
import type { GateView as Gate } from '../../../../src/core/session/gate-view.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/gate/update.ts';
import { GateView } from '../../../../src/ui/screens/gate/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, longReason, wideName } from '../models/samples.ts';
import {
  boundFiles,
  boundRag,
  checksOf,
  gatedFact,
  gateReport,
  gateView,
  judgedModel,
  passedGate,
  ragPolicy,
  ruleResult,
  troubledGate,
} from './sample-gate.ts';

const input = { model: 'support-rag', version: 'v3', alias: 'latest' };
const [opening] = open({ screen: 'gate', ...input });

function shown(value: Gate, context: Context, ...messages: readonly Message[]): State {
  const done: Message = { type: 'loadGate/done', input, value };
  return [done, ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

function drawn(value: Gate, context: Context, ...messages: readonly Message[]): readonly string[] {
  return draw(GateView, shown(value, context, ...messages), context);
}

const down: Message = { type: 'moved', move: 'down' };
const last: Message = { type: 'moved', move: 'last' };
const pageDown: Message = { type: 'moved', move: 'page-down' };

test('at 80 columns rules stand worst first, then by margin, files below, what is not as judged first', () => {
  expect(drawn(troubledGate(), contextAt(80))).toEqual([
    '! ERROR  support-rag v3 for latest',
    'Judged 3h ago, counts until 2026-11-28 05:30 UTC, by ci@example.org.',
    '✗ No promotion to latest: rag says ERROR for support-rag v3: main.hallucination…',
    '✗ metadata.json has changed since v3 was judged: it had 99887766 and has 123412…',
    'Policy rag, built in, sha256 5ea15ea1.',
    '  VERDICT       RULE                             VALUE  NEEDS           MARGIN',
    '> ! ERROR       main.hallucination_score           4.2  <= 0.5',
    '  ✗ FAIL        main.latency_total                 6.4  <= 5            -1.4 s',
    '  ✗ FAIL        slices                             2.1  >= 3        -0.9 score',
    '  ? UNSURE      smoke.groundedness (advises)         -  >= 3',
    '  ✓ PASS        main.answer_relevance             3.05  >= 3       +0.05 score',
    '  ✓ PASS        main.groundedness                  4.1  >= 3        +1.1 score',
    '  - skipped     tuning.groundedness                  -',
    '  ✗ DIFFERS     file metadata.json  99887766  812 B',
    '── main.hallucination_score · 7 rules, 4 not passed · 1 file changed ───────────',
    '4.2 is no ratio 0..1; it looks like a judge score 0..5.',
    'To pass: a hallucination_score between 0 and 1.',
  ]);
});

test('at 60 columns the verdict, why it is refused, and three rules are seen', () => {
  expect(drawn(troubledGate(), contextAt(60, 15))).toEqual([
    '! ERROR  support-rag v3 for latest',
    'Judged 3h ago, counts until 2026-11-28 05:30 UTC, by ci@exa…',
    '✗ No promotion to latest: rag says ERROR for sup… (+2 lines)',
    '  VERDICT       RULE              VALUE  NEEDS        MARGIN',
    '> ! ERROR       main.hallucina…     4.2  <= 0.5',
    '  ✗ FAIL        main.latency_t…     6.4  <= 5         -1.4 s',
    '  ✗ FAIL        slices              2.1  >= 3     -0.9 score',
    '── main.hallucination_score · 7 rules, 4 not passed · 1 fil…',
    '4.2 is no ratio 0..1; it looks like a judge score 0..5.',
    'To pass: a hallucination_score between 0 and 1.',
  ]);
});

test('at 120 columns the refusal is told whole, and the file of each rule', () => {
  const lines = drawn(troubledGate(), contextAt(120, 40));
  expect(lines.slice(2, 10)).toEqual([
    '✗ No promotion to latest: rag says ERROR for support-rag v3: main.hallucination_score: 4.2 is no ratio 0..1; it looks',
    'like a judge score 0..5; and 2 more. It needs a PASS.',
    '✗ metadata.json has changed since v3 was judged: it had 99887766 and has 12341234 now. It needs to be the file that was',
    'judged.',
    'Policy rag, built in, sha256 5ea15ea1.',
    '  VERDICT       RULE                             VALUE  NEEDS           MARGIN  FILE',
    '> ! ERROR       main.hallucination_score           4.2  <= 0.5                  core_eval_main/summary.json',
    '  ✗ FAIL        main.latency_total                 6.4  <= 5            -1.4 s  core_eval_main/summary.json',
  ]);
});

test('in ASCII nothing but ASCII is drawn, and every verdict is a word', () => {
  const lines = drawn(troubledGate(), contextAt(80, 24, { theme: createTheme('mono', 'ascii') }));
  expect(lines.join('')).toMatch(/^[ -~]*$/);
  expect(lines.slice(6, 12)).toEqual([
    '> !  ERROR      main.hallucination_score           4.2  <= 0.5',
    '  x  FAIL       main.latency_total                 6.4  <= 5            -1.4 s',
    '  x  FAIL       slices                             2.1  >= 3        -0.9 score',
    '  ?  UNSURE     smoke.groundedness (advises)         -  >= 3',
    '  ok PASS       main.answer_relevance             3.05  >= 3       +0.05 score',
    '  ok PASS       main.groundedness                  4.1  >= 3        +1.1 score',
  ]);
});

test('a verdict that passes says that a promotion would', () => {
  expect(drawn(passedGate(), contextAt(80)).slice(0, 4)).toEqual([
    '✓ PASS  support-rag v3 for latest',
    'Judged 3h ago, counts until 2026-11-28 05:30 UTC, by ci@example.org.',
    '✓ Promoting it to latest would pass the gate.',
    'Policy rag, built in, sha256 5ea15ea1.',
  ]);
});

test('a verdict that counts no more is STALE, and counted', () => {
  const old = gatedFact({ verdict: 'PASS', expiresAt: '2026-11-21T06:00:00.000Z' });
  const lines = drawn(
    gateView(judgedModel([old]), { report: gateReport({ verdict: 'PASS' }) }),
    contextAt(80),
  );
  expect(lines[0]).toBe('✓ PASS STALE  support-rag v3 for latest');
  expect(lines[1]).toBe('Judged 3h ago, counted until 2026-11-21 06:00 UTC, by ci@example.org.');
  expect(lines[2]).toBe('! The verdict counts no more: it is too old.');
});

describe('the panel', () => {
  const panelOf = (lines: readonly string[]) =>
    lines.slice(lines.findIndex(line => line.startsWith('──')) + 1);

  test('of a slices rule counts the slices and lists the worst', () => {
    expect(panelOf(drawn(troubledGate(), contextAt(80), down, down))).toEqual([
      'groundedness is 2.1 in the slice pto, less than 3.',
      'To pass: groundedness of at least 3 in every slice.',
      '2 of 14 slices do not pass; worst first:',
      '  ✗ FAIL     slice pto  groundedness 2.1 score  7 examples',
      '  ? UNSURE   slice leave  groundedness no number',
    ]);
  });

  test('tells the noise of repeat runs', () => {
    expect(panelOf(drawn(troubledGate(), contextAt(80), down))).toContain(
      'Noise: repeat runs are up to 0.2 s apart.',
    );
  });

  test('tells of a rule that advises that the verdict does not count it', () => {
    expect(panelOf(drawn(troubledGate(), contextAt(80), down, down, down))).toContain(
      'It advises only: the verdict does not count it.',
    );
  });

  test('of a file tells what became of it, and its whole digest', () => {
    const up: Message = { type: 'moved', move: 'up' };
    expect(panelOf(drawn(troubledGate(), contextAt(120, 40), last, up))).toEqual([
      'metadata.json is not the file that was judged: it had 99887766 and has 12341234 now.',
      'Source version, 812 B, in the version.',
      `sha256 when it was judged: ${'99887766'.repeat(8)}`,
    ]);
  });
});

describe('a rule with more slices than the panel has room for', () => {
  const slices = Array.from({ length: 8 }, (_, place) => ({
    ...{ field: 'slice', slice: `topic-${place + 1}`, count: 7, metric: 'groundedness' },
    ...{ value: 2 + place / 10, verdict: 'FAIL' as const },
  }));
  const rule = ruleResult('slices', {
    ...{ rule: 'slices', verdict: 'FAIL', file: 'bias_report.json', value: 2, margin: -1 },
    reason: '8 of 14 slices of bias_report.json do not pass.',
    ...{ slices, sliceCounts: { all: 14, bad: 8 } },
  });
  const view = gateView(judgedModel([gatedFact()]), { report: gateReport({ rules: [rule] }) });
  const opened: Message = { type: 'row-opened' };
  const notice = (lines: readonly string[]) => lines.find(line => line.includes('enter shows all'));

  test.each([
    [80, 24, '2 of 8'],
    [60, 15, '0 of 8'],
  ])('says at %i x %i how many are seen, and the key that shows all', (columns, rows, seen) => {
    expect(notice(drawn(view, contextAt(columns, rows)))).toBe(
      `${seen} values that do not pass seen; enter shows all.`,
    );
  });

  test('says nothing of the kind where all are seen', () => {
    const few = gateReport({ rules: [ruleResult('slices', { ...rule, slices: slices.slice(0, 1) })] });
    expect(notice(drawn({ ...view, report: few }, contextAt(80)))).toBeUndefined();
  });

  test('opened, lists every one, worst first', () => {
    expect(drawn(view, contextAt(80), opened)).toEqual([
      '✗ FAIL  slices',
      '8 of 14 slices of bias_report.json do not pass.',
      '8 of 14 slices do not pass; worst first:',
      ...slices.map(
        ({ slice, value }) => `  ✗ FAIL     slice ${slice}  groundedness ${value} score  7 examples`,
      ),
    ]);
  });

  test.each(everyTerminal)('opened, every one is reached by keys in %s', (_, context) => {
    const pages = slices.map((_slice, page) => Array.from({ length: page }, (): Message => pageDown));
    const seen = new Set(pages.flatMap(messages => drawn(view, context, opened, ...messages)));
    for (const { slice } of slices) expect([...seen].some(line => line.includes(slice))).toBe(true);
    expectToFit(drawn(view, context, opened), context);
  });

  test('a value whose names are too long for a line keeps its number in sight', () => {
    const one = { slices: [{ ...slices[0], slice: 'x'.repeat(70) }], sliceCounts: { all: 14, bad: 1 } };
    const long = { ...rule, ...one } as typeof rule;
    const lines = drawn({ ...view, report: gateReport({ rules: [long] }) }, contextAt(60, 15), opened);
    expect(lines.at(-1)).toBe('             groundedness 2 score  7 examples');
  });

  test('a report that left slices out says where they are', () => {
    const many = Array.from({ length: 50 }, (_, place) => ({ ...slices[0], slice: `s${place >> 1}` }));
    const full = { ...rule, slices: many, sliceCounts: { all: 90, bad: 60 } } as typeof rule;
    const last: Message = { type: 'moved', move: 'last' };
    expect(
      drawn({ ...view, report: gateReport({ rules: [full] }) }, contextAt(100), opened, last).at(-1),
    ).toBe('The report names the worst 25 slices; 35 more that do not pass are in bias_report.json.');
  });
});

test('the list scrolls to its last file', () => {
  const lines = drawn(troubledGate(), contextAt(60, 15), last);
  expect(lines).toContain('> ✓ as judged   file core_eval_main/summary.json  1a2b3c4d …');
});

test('a copy of the report that differs is a file too', () => {
  const differs = { name: 'gate.json', outcome: 'differs', detail: 'not what was recorded' } as const;
  const view = { ...passedGate(), checks: [differs, ...checksOf()] };
  expect(drawn(view, contextAt(80))).toContain('  ✗ DIFFERS     file gate.json  f00df00d');
});

describe('where there are no rules to show', () => {
  const context = contextAt(80);

  test('it says how a policy is bound', () => {
    expect(drawn(gateView(judgedModel([], 'none')), context)).toEqual([
      'NONE  support-rag v3 for latest',
      'No gate stops promoting it to latest.',
      '',
      'No policy is bound to latest.',
      'To bind one, write into lastgood.config.yaml:',
      '  gates:',
      '    - model: support-rag',
      '      alias: latest',
      '      policy: rag',
    ]);
  });

  test('a name that YAML would take for something else is quoted', () => {
    const odd = judgedModel([], 'none', wideName);
    expect(drawn(gateView(odd), context)).toContain(`    - model: "${wideName}"`);
  });

  test('what was never judged shows what the policy asks for', () => {
    const wouldBlock = ['support-rag v3 was not judged by rag for latest yet; it needs a PASS.'];
    expect(drawn(gateView(judgedModel([]), { wouldBlock }), context)).toEqual([
      '? NOT JUDGED  support-rag v3 for latest',
      '✗ No promotion to latest: support-rag v3 was not judged by rag for latest yet;',
      'it needs a PASS.',
      'Policy rag, built in, sha256 5ea15ea1.',
      '',
      'Press E to evaluate it. The policy asks for:',
      '  main.groundedness >= 3',
      '  slices >= 3 in every slice',
      '  files: as they were registered',
    ]);
  });

  test('rules of a policy that do not fit are counted', () => {
    const rules = Array.from({ length: 20 }, (_, place) => ({ ...ragPolicy.rules[2], id: `rule-${place}` }));
    const policy = { ...boundRag, policy: { ...ragPolicy, rules } } as BoundPolicy;
    const lines = drawn({ ...gateView(judgedModel([])), policy }, contextAt(60, 15));
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toMatch(/^\(\d+ more lines in a taller window\)$/);
  });

  test('a report that cannot be read is said with the reason', () => {
    const view = gateView(judgedModel([gatedFact()]), { reportProblem: 'it is not there' });
    expect(drawn(view, context).slice(-2)).toEqual([
      'Its report cannot be read: it is not there.',
      'Press E to evaluate it again.',
    ]);
  });

  test('a policy that is wrong is said, and that rollbacks go on', () => {
    const problem = 'strict.yaml, line 3, column 5: unknown key tresholds.';
    const view = gateView(judgedModel([], { state: 'unusable', problem }), { wouldBlock: [problem] });
    expect(drawn(view, context)).toEqual([
      '! NO USABLE POLICY  support-rag v3 for latest',
      `✗ No promotion to latest: ${problem}`,
      '',
      'Nothing is promoted to latest until that is corrected; rollbacks go on.',
    ]);
  });
});

test('a gate that cannot be read says why', () => {
  const error = new NotFoundError('version-not-found', 'support-rag has no version v9.');
  const state = update(opening, { type: 'loadGate/failed', input, error }, contextAt(80))[0];
  expect(draw(GateView, state, contextAt(80))[0]).toBe('support-rag has no version v9.');
});

test('names that were typed are made safe', () => {
  const [state] = open({ screen: 'gate', model: 'a\u001B[2Jb', version: 'v1', alias: 'latest' });
  expect(draw(GateView, state, contextAt(80))).toEqual(['Reading the gate of a^[[2Jb v1 for latest']);
});

test('a hostile report steers nothing', () => {
  const hostile = '\u001B[2J\u202Egood';
  const report = gateReport({
    rules: [ruleResult(hostile, { reason: hostile, remedy: hostile, file: hostile, unit: hostile })],
    files: [{ source: hostile, name: hostile, sha256: '0'.repeat(64), sizeBytes: 1, place: 'kept' }],
  });
  const text = drawn(gateView(judgedModel([gatedFact()]), { report }), contextAt(120, 40), last).join('\n');
  expect(text).not.toContain('\u001B');
  expect(text).not.toContain('\u202E');
});

test.each(everyTerminal)('a gate fits %s', (_, context) => {
  const slices = [
    { field: wideName, slice: longName, count: 7, metric: wideName, value: 1e-9, verdict: 'FAIL' as const },
  ];
  const wild = gateView(judgedModel([gatedFact({ policy: longName })], undefined, longName), {
    report: gateReport({
      rules: [ruleResult(wideName, { reason: longReason, remedy: longReason, file: longName, slices })],
      files: boundFiles.map(file => ({ ...file, name: longName })),
    }),
    wouldBlock: [longReason, longReason],
  });
  const bare = gateView(judgedModel([], 'none', longName));
  for (const view of [troubledGate(), passedGate(), wild, bare]) {
    for (const messages of [[], [down], [last]]) {
      expectToFit(drawn(view, context, ...messages), context);
    }
  }
});
