import { expect } from 'vitest';
import { displayWidth } from '../../../../src/ui/format/display-width.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { contextAt } from './sample-registry.ts';

/** The terminals and themes every screen has to be right in. */
export const everyTerminal: readonly (readonly [name: string, context: Context])[] = [
  [60, 15],
  [80, 24],
  [120, 40],
].flatMap(([columns = 80, rows = 24]) => [
  [`${columns}x${rows}`, contextAt(columns, rows)] as const,
  [`${columns}x${rows} in ASCII`, contextAt(columns, rows, { theme: createTheme('mono', 'ascii') })] as const,
  [
    `${columns}x${rows} in colour`,
    contextAt(columns, rows, { theme: createTheme('dark', 'unicode') }),
  ] as const,
]);

/** Asserts that a drawing fits its terminal, whatever the names in it. */
export function expectToFit(lines: readonly string[], { size }: Context): void {
  expect(lines.length).toBeLessThanOrEqual(size.rows);
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(size.columns);
}
