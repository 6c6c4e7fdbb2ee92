import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGateReport } from '../../../src/core/gate/parse-gate-report.ts';
import { maxSliceValues } from '../../../src/core/gate/report.ts';
import type { Json } from '../../../src/core/history/canonical-json.ts';
import { sampleReport } from '../../support/sample-report.ts';

const report = sampleReport({
  decision: {
    outcome: 'skip',
    verdict: 'FAIL',
    reason: 'v1 scores 0.25, v2 is best with 0.26.',
    score: 0.25,
    contributions: [{ metric: 'bleu4', weight: 0.4, normalisedWeight: 1, value: 0.25, contribution: 0.25 }],
    weightSum: 0.4,
    history: [
      { version: 'v2', score: 0.26, live: true },
      { version: 'v0', score: null, live: false, problem: 'it has no bleu4' },
    ],
    best: { version: 'v2', score: 0.26 },
    improvement: -0.01,
    improvementRatio: null,
    minImprovement: 0.001,
    noiseBand: null,
    forced: false,
  },
});

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** Every path of an object's fields: `rules.0.id`. */
function listPaths(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [...path, key],
    ...listPaths(member, [...path, key]),
  ]);
}

/** The report with the value at a path replaced; undefined takes the field away. */
function replaceAt(path: readonly string[], value: Json | undefined): Json {
  const copy = toJson(report) as Record<string, unknown>;
  let holder = copy;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (Array.isArray(holder) && value === undefined) holder.splice(Number(last), 1);
  else if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy as Json;
}

test('what was stored is read back', () => {
  expect(parseGateReport(toJson(report))).toEqual({ ok: true, report });
});

describe('a report that was tampered with is never taken for one', () => {
  const paths = listPaths(report);

  test('no field may be left out', () => {
    const fields = paths.filter(path => !/^\d+$/.test(path.at(-1) ?? ''));
    for (const path of fields)
      expect(parseGateReport(replaceAt(path, undefined)), path.join('.')).toMatchObject({ ok: false });
    expect(fields.length).toBeGreaterThan(50);
  });

  test('no field may be of another kind', () => {
    for (const path of paths)
      expect(parseGateReport(replaceAt(path, { other: [true] })), path.join('.')).toMatchObject({
        ok: false,
      });
  });

  test.each<readonly [string, readonly string[], Json, string]>([
    ['a newer format', ['format'], 2, 'format is none of 1'],
    ['an unknown verdict', ['verdict'], 'NONE', 'verdict is none of PASS'],
    [
      'an unknown rule',
      ['rules', '0', 'rule'],
      'opinions',
      'rules has an item 0 that rules[0].rule is none of',
    ],
    ['a digest that is a path', ['files', '0', 'sha256'], '../x', 'is not a sha256'],
    ['a size below nothing', ['files', '0', 'sizeBytes'], -1, 'is not a whole number from 0'],
    ['a time that is none', ['expiresAt'], 'never', 'expiresAt is not a time in UTC'],
  ])('%s', (_, path, value, problem) => {
    expect(parseGateReport(replaceAt(path, value))).toEqual({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });

  test('a bound file whose host is no text is refused', () => {
    const [file] = report.files;
    const withHost = (host: unknown) => toJson({ ...report, files: [{ ...file, host }] });
    expect(parseGateReport(withHost('ci-7'))).toMatchObject({ ok: true });
    expect(parseGateReport(withHost(7))).toMatchObject({ ok: false });
  });

  test('too many slices or rules are refused', () => {
    const [rule] = report.rules;
    const slices = Array.from({ length: maxSliceValues + 1 }, () => rule?.slices[0]);
    expect(parseGateReport(toJson({ ...report, rules: [{ ...rule, slices }] }))).toMatchObject({ ok: false });
    const rules = Array.from({ length: 10_001 }, () => rule);
    expect(parseGateReport(toJson({ ...report, rules }))).toMatchObject({ ok: false });
  });
});

test('texts are made safe and numbers stay', () => {
  const parsed = parseGateReport(replaceAt(['rules', '0', 'reason'], 'red \u001b[31m\u202e'));
  expect(parsed.ok && parsed.report.rules[0]).toMatchObject({
    reason: 'red ^[[31m<U+202E>',
    value: 4.1,
  });
});

test('nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...listPaths(report)), (value, path) => {
      expect(typeof parseGateReport(value as Json).ok).toBe('boolean');
      const parsed = parseGateReport(replaceAt(path, value as Json));
      expect(parsed.ok ? parsed.report.format : typeof parsed.problem).toBe(parsed.ok ? 1 : 'string');
    }),
  );
});
