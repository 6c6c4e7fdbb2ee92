/** What a number in a unit can be. */
export type UnitRow = {
  /** In words, after "is no": `ratio 0..1`. */
  readonly meaning: string;
  /** Smallest and largest value there can be; null without a bound. */
  readonly least: number | null;
  readonly most: number | null;
  /** Whether 0 or less is a measurement that was never made, as an average over no timings leaves it. */
  readonly zero: 'possible' | 'not-measured';
  /** Written behind a number; empty where the number says enough. */
  readonly suffix: string;
  /** How files of evidence may spell it, in lower case. */
  readonly spellings: readonly string[];
};

/** Units by name, as rows of the table of metrics and policies use them. */
export const unitTable: Readonly<Record<string, UnitRow>> = {
  'score 0..5': {
    meaning: 'score 0..5',
    least: 0,
    most: 5,
    zero: 'possible',
    suffix: '',
    spellings: ['score', '0..5', '0-5', 'score 0-5'],
  },
  ratio: {
    meaning: 'ratio 0..1',
    least: 0,
    most: 1,
    zero: 'possible',
    suffix: '',
    spellings: ['fraction', '0..1', '0-1'],
  },
  similarity: {
    meaning: 'similarity -1..1',
    least: -1,
    most: 1,
    zero: 'possible',
    suffix: '',
    spellings: ['cosine', 'cosine similarity'],
  },
  percent: {
    meaning: 'percentage 0..100',
    least: 0,
    most: 100,
    zero: 'possible',
    suffix: '%',
    spellings: ['%', 'percentage'],
  },
  s: {
    meaning: 'duration',
    least: 0,
    most: null,
    zero: 'not-measured',
    suffix: ' s',
    spellings: ['sec', 'second', 'seconds'],
  },
  h: {
    meaning: 'duration',
    least: 0,
    most: null,
    zero: 'not-measured',
    suffix: ' h',
    spellings: ['hour', 'hours'],
  },
  ms: {
    meaning: 'duration',
    least: 0,
    most: null,
    zero: 'not-measured',
    suffix: ' ms',
    spellings: ['millisecond', 'milliseconds'],
  },
  count: { meaning: 'count', least: 0, most: null, zero: 'possible', suffix: '', spellings: ['number'] },
  USD: {
    meaning: 'amount of money',
    least: 0,
    most: null,
    zero: 'possible',
    suffix: ' USD',
    spellings: ['usd', '$'],
  },
  '1/s': {
    meaning: 'rate',
    least: 0,
    most: null,
    zero: 'possible',
    suffix: ' per s',
    spellings: ['qps', 'per second', 'hz'],
  },
  'tokens/s': {
    meaning: 'rate',
    least: 0,
    most: null,
    zero: 'possible',
    suffix: ' tokens/s',
    spellings: ['tokens per second', 'tok/s'],
  },
  MB: {
    meaning: 'size',
    least: 0,
    most: null,
    zero: 'possible',
    suffix: ' MB',
    spellings: ['mb', 'megabytes'],
  },
  perplexity: {
    meaning: 'perplexity of 1 or more',
    least: 1,
    most: null,
    zero: 'possible',
    suffix: '',
    spellings: [],
  },
};

/** Why a number cannot be a value of its unit. `problem` follows the name of the metric: `is 4.2, …`. */
export type RangeProblem = { readonly kind: 'out-of-range' | 'not-measured'; readonly problem: string };

/** What is wrong with a finite number in a unit; undefined when nothing is, or nothing is known of the unit. Pure. */
export function findRangeProblem(value: number, unit: string): RangeProblem | undefined {
  const row = findUnit(unit);
  if (row === undefined || isPossible(value, row)) return undefined;
  if (row.zero === 'not-measured')
    return { kind: 'not-measured', problem: `is ${value}${row.suffix}, which is no measurement` };
  const guess = guessUnit(value, row);
  const problem = `is ${value}, which is no ${row.meaning}${guess === undefined ? '' : `; it looks like a ${guess}`}`;
  return { kind: 'out-of-range', problem };
}

/** Whether a number can be a value of a unit, as a function to ask of many numbers. Pure. */
export function createRangeCheck(unit: string): (value: number) => boolean {
  const row = findUnit(unit);
  return row === undefined ? () => true : value => isPossible(value, row);
}

function isPossible(value: number, { least, most, zero }: UnitRow): boolean {
  if (zero === 'not-measured' && value <= 0) return false;
  return (least === null || value >= least) && (most === null || value <= most);
}

/** The name in the table of a unit as somebody spelled it; the text itself for one the table does not have. Pure. */
export function normaliseUnit(text: string): string {
  const trimmed = text.trim();
  if (Object.hasOwn(unitTable, trimmed)) return trimmed;
  const lower = trimmed.toLowerCase();
  const row = Object.entries(unitTable).find(([, { spellings }]) => spellings.includes(lower));
  return row === undefined ? trimmed : row[0];
}

/** A number as it is, with what stands behind it: `5.2 s`, `3.9`. Nothing is rounded. Pure. */
export function formatQuantity(value: number, unit: string): string {
  return `${value}${findUnit(unit)?.suffix ?? ''}`;
}

function findUnit(unit: string): UnitRow | undefined {
  const name = normaliseUnit(unit);
  return Object.hasOwn(unitTable, name) ? unitTable[name] : undefined;
}

/** Bounded scales that are taken for one another, narrowest first. */
const mistakenUnits = ['ratio', 'score 0..5', 'percent'] as const;
const judgedUnits: Readonly<Record<(typeof mistakenUnits)[number], string>> = {
  ratio: 'ratio 0..1',
  'score 0..5': 'judge score 0..5',
  percent: 'percentage',
};

/** How many times the largest value a number must be to look like another scale, and not like a slip on this one. */
const farBeyond = 2;

function guessUnit(value: number, row: UnitRow): string | undefined {
  const { most } = row;
  if (most === null || value <= most * farBeyond) return undefined;
  const guess = mistakenUnits.find(name => value <= (unitTable[name]?.most ?? 0));
  return guess === undefined ? undefined : judgedUnits[guess];
}
