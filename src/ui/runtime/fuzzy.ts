/**
 * How well the letters of a query occur, in order, in a text: higher is better, undefined when they do not.
 * Letters that follow each other, start a word, or start the text count more. Case is ignored; an empty query fits all.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const wanted = query.toLowerCase();
  const offered = text.toLowerCase();
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    const found = offered.indexOf(letter, at + 1);
    if (found === -1) return undefined;
    score += scoreOfPlace(offered, at, found);
    at = found;
  }
  return score - offered.length / 1000;
}

function scoreOfPlace(text: string, before: number, found: number): number {
  if (found === 0) return 6;
  if (found === before + 1) return 4;
  return /[\s\-_/]/.test(text.charAt(found - 1)) ? 3 : 1;
}
