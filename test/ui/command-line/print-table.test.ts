import { describe, expect, test } from 'vitest';
import { printFields, printTable } from '../../../src/ui/command-line/print-table.ts';
import { displayWidth } from '../../../src/ui/format/display-width.ts';

describe('a table', () => {
  test('is aligned by what a terminal shows', () => {
    const lines = printTable(
      [{ title: 'model' }, { title: 'n', align: 'right' }, { title: 'note' }],
      [
        ['模型', '7', 'wide'],
        ['é', '12', ''],
      ],
    );
    expect(lines).toEqual(['model   n  note', '模型    7  wide', 'é      12']);
  });

  test('without rows is nothing', () => {
    expect(printTable([{ title: 'a' }], [])).toEqual([]);
  });

  test('cuts its widest columns to fit, and only those that may be cut', () => {
    const lines = printTable(
      [{ title: 'name' }, { title: 'reason', cut: true }],
      [['frontshift-rag', 'a long story about what happened at night']],
      { width: 40 },
    );
    expect(lines.map(displayWidth).every(width => width <= 40)).toBe(true);
    expect(lines[1]).toMatch(/^frontshift-rag {2}a long story.*…$/);
  });

  test('pads no row for the one long name of another', () => {
    const long = 'x'.repeat(251);
    const columns = [{ title: 'model' }, { title: 'live' }];
    const rows = [
      ['rag', 'v1'],
      [long, 'v2'],
    ];
    const [titles, first, second] = printTable(columns, rows);
    expect([titles, first].map(line => displayWidth(line ?? ''))).toEqual([66, 64]);
    // Whoever reads it with a program reads the whole name.
    expect(second).toBe(`${long}  v2`);
    const shown = printTable(columns, rows, { width: 100 })[2] ?? '';
    expect(shown).toMatch(/^x+… {2}v2$/);
    expect(displayWidth(shown)).toBe(64);
  });

  test('shows what could steer a terminal instead of sending it', () => {
    expect(printTable([{ title: 'a' }], [['x\u001b[31m\ny']])).toEqual(['a', 'x^[[31m↵y']);
    expect(printFields([['who', '\u202eadmin']])).toEqual(['who  <U+202E>admin']);
  });
});

test('where a line is too narrow spare columns go first, the important ones keep their room, and nothing wraps', () => {
  const columns = [
    { title: 'model', cut: true as const },
    { title: 'since', spare: true as const },
    { title: 'versions', spare: true as const },
    { title: 'attention', cut: true as const, atLeast: 20 },
  ];
  const row = [
    'frontshift-rag-production',
    '3 days ago',
    '12',
    'history is truncated: entry 3 and later are gone',
  ];
  const at = (width: number) => printTable(columns, [row], { width });
  expect(at(60)[0]).toMatch(/^model +since +versions +attention$/);
  expect(at(50)[0]).toMatch(/^model +since +attention$/);
  expect(at(40)[0]).toMatch(/^model +attention$/);
  for (const width of [80, 60, 40, 30, 10])
    expect(Math.max(...at(width).map(line => line.length))).toBeLessThanOrEqual(width);
});
