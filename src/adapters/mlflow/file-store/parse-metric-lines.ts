type Point = { readonly step: number; readonly at: number; readonly value: number };

/**
 * The value of a metric that counts, from the lines `time value step` of its file: that of the highest step, of several the latest, of
 * several the largest. undefined where it is no finite number, or no line can be read. Pure.
 */
export function parseLastValue(text: string): number | undefined {
  let last: Point | undefined;
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const point = parsePoint(text.slice(from, end === -1 ? text.length : end));
    if (point !== undefined && (last === undefined || isLater(point, last))) last = point;
    from = end === -1 ? text.length : end + 1;
  }
  return last !== undefined && Number.isFinite(last.value) ? last.value : undefined;
}

/** Old files have no step; new ones may name a data set after it. */
function parsePoint(line: string): Point | undefined {
  const [, at, value = '', step = '0'] = /^\s*(-?[0-9]+) (\S+)(?: (-?[0-9]+)(?: .*)?)?\s*$/.exec(line) ?? [];
  if (at === undefined) return undefined;
  const number = parsePythonFloat(value);
  return number === undefined ? undefined : { step: Number(step), at: Number(at), value: number };
}

function parsePythonFloat(text: string): number | undefined {
  const word = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text);
  if (word !== null) return word[2]?.toLowerCase() === 'nan' ? Number.NaN : Number(`${word[1]}Infinity`);
  return /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i.test(text) ? Number(text) : undefined;
}

function isLater(one: Point, other: Point): boolean {
  if (one.step !== other.step) return one.step > other.step;
  return one.at === other.at ? one.value > other.value : one.at > other.at;
}
