/** The name that differs from the word by the fewest letters, or undefined when all are too far off. Pure. */
export function findNearest(word: string, names: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const [best] = rankByEdits(word, names);
  return best !== undefined && best.distance <= limit ? best.name : undefined;
}

/** At most `count` names, those first that differ from the word by the fewest letters. Pure. */
export function listNearest(word: string, names: readonly string[], count: number): readonly string[] {
  return rankByEdits(word, names)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Longest words that are compared letter by letter, in UTF-16 units: the work grows with the product of both. */
const longestWord = 128;

function rankByEdits(word: string, names: readonly string[]) {
  const wanted = word.slice(0, longestWord).toLowerCase();
  return names
    .map(name => ({ name, distance: countEdits(wanted, name.slice(0, longestWord)) }))
    .sort((one, other) => one.distance - other.distance);
}

/** Letters to insert, remove or replace, and neighbours to swap, to make one word the other (Damerau–Levenshtein, each part once). */
function countEdits(one: string, other: string): number {
  let previous: readonly number[] = [];
  let before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (before[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swapped = isSwapped ? (previous[column - 2] ?? 0) + 1 : replaced;
      current.push(Math.min(replaced, swapped, (before[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    [previous, before] = [before, current];
  }
  return before[other.length] ?? 0;
}
