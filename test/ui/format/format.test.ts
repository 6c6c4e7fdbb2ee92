import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAge, formatMinute } from '../../../src/ui/format/age.ts';
import { formatBytes } from '../../../src/ui/format/bytes.ts';
import { formatDifference, segmentOfChange } from '../../../src/ui/format/delta.ts';
import { displayWidth, splitGraphemes } from '../../../src/ui/format/display-width.ts';
import { formatDuration } from '../../../src/ui/format/duration.ts';
import { cutText, fitText, padText } from '../../../src/ui/format/fit-text.ts';
import { formatCount, formatMetric, formatRatio } from '../../../src/ui/format/number.ts';
import { createTheme } from '../../../src/ui/terminal/theme.ts';

describe('ages', () => {
  const now = '2026-11-21T12:00:00Z';
  test.each([
    ['2026-11-21T11:59:30Z', 'now'],
    ['2026-11-21T11:57:00Z', '3m'],
    ['2026-11-21T10:00:00Z', '2h'],
    ['2026-11-20T10:00:00Z', '26h'],
    ['2026-11-16T12:00:00Z', '5d'],
    ['2026-07-01T00:00:00Z', '4mo'],
    ['2024-11-01T00:00:00Z', '2y'],
    ['2026-11-21T12:20:00Z', 'now'],
    ['2026-11-21T14:00:00Z', 'ahead'],
    ['yesterday', '?'],
  ])('%s is %s old', (at, age) => expect(formatAge(at, now)).toBe(age));

  test('a time is written to the minute in UTC', () => {
    expect(formatMinute('2026-11-21T03:04:05.678Z')).toBe('2026-11-21 03:04');
    expect(formatMinute('2026-11-21T03:04:05+02:00')).toBe('2026-11-21 01:04');
    expect(formatMinute('never')).toBe('never');
  });
});

describe('quantities', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [1048575, '1 MiB'],
    [12 * 1048576, '12 MiB'],
    [4_509_715_661, '4.2 GiB'],
    [-1, '0 B'],
  ])('%i bytes are %s', (size, text) => expect(formatBytes(size)).toBe(text));

  test.each([
    [80, '80 ms'],
    [4200, '4.2 s'],
    [59_999, '59.9 s'],
    [185_000, '3m 05s'],
    [7_620_000, '2h 07m'],
    [442_800_000, '5d 03h'],
    [-5, '0 ms'],
  ])('%i ms are %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  test.each([
    [4.123456, '4.123'],
    [0.0031, '0.0031'],
    [0.1 + 0.2, '0.3'],
    [1234.5, '1235'],
    [12345678, '12345678'],
    [1.2e-7, '1.2e-7'],
    [3e15, '3e15'],
    [-0, '0'],
    [Number.NaN, '-'],
    [undefined, '-'],
  ])('the metric %s is shown as %s', (value, text) => expect(formatMetric(value)).toBe(text));

  test('ratios and counts', () => {
    expect([0, 0.12, 0.034, 1].map(formatRatio)).toEqual(['0%', '12%', '3.4%', '100%']);
    expect([
      formatCount(1, 'version'),
      formatCount(0, 'version'),
      formatCount(2, 'entry', 'entries'),
    ]).toEqual(['1 version', '0 versions', '2 entries']);
  });
});

describe('changes of metrics', () => {
  test('a change is told by symbol, size and word', () => {
    const theme = createTheme('dark', 'unicode');
    expect(segmentOfChange({ difference: 0.3 - 0.1, verdict: 'better' }, theme)).toEqual({
      text: '▲ +0.2 better',
      tone: 'good',
    });
    expect(segmentOfChange({ difference: -3, verdict: 'worse' }, theme)).toEqual({
      text: '▼ -3 worse',
      tone: 'bad',
    });
    expect(segmentOfChange({ difference: 0, verdict: 'same' }, theme)).toEqual({
      text: '= same',
      tone: 'muted',
    });
    expect(
      segmentOfChange({ difference: undefined, verdict: 'only-after' }, createTheme('mono', 'ascii')).text,
    ).toBe('? not measured before');
  });

  test('a difference carries no binary noise', () => {
    expect(formatDifference(0.1 + 0.2 - 0.3)).toBe('+5.55e-17');
    expect(formatDifference(4.12 - 4.1)).toBe('+0.02');
    expect(formatDifference(undefined)).toBe('');
  });
});

describe('texts in cells', () => {
  test('wide characters count two, combining ones none', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('梨 e\u0301')).toBe(4);
    expect(splitGraphemes('e\u0301👨‍👩‍👧')).toHaveLength(2);
  });

  test('a text is cut at either end, whole graphemes only', () => {
    expect(cutText('support-rag', 8, '…')).toBe('support…');
    expect(cutText('/srv/models_registry', 9, '…', 'end')).toBe('…registry');
    expect(cutText('梨梨梨', 4, '…')).toBe('梨…');
    expect(cutText('abc', 0, '…')).toBe('');
    expect(cutText('abc', 1, '~')).toBe('a');
    expect(padText('7', 3, 'right')).toBe('  7');
  });

  test('a fitted text always takes exactly its width', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 30 }), (value, width) => {
        expect(displayWidth(fitText(value, width, '…'))).toBe(width);
        expect(displayWidth(cutText(value, width, '…', 'end'))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
