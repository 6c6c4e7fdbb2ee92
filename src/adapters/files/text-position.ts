import type { Position } from './located-yaml.ts';

/** Line and column of a place in a text. Pure. @param offset in UTF-16 units */
export function findPosition(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
