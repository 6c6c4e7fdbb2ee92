import { MlflowRefusal } from './mlflow-refusal.ts';

/** One condition of a filter. */
export type Condition = {
  /** `attribute`, `tag`, `metric` or `param`. */
  readonly type: string;
  readonly key: string;
  readonly comparator: string;
  /** Without its quotes; several for IN. */
  readonly values: readonly string[];
};

const value = `'(?:''|\\\\'|[^'])*'|"(?:\\\\"|[^"])*"|-?[\\d.]+(?:e-?\\d+)?`;
const key = '(?:(attributes?|tags?|metrics?|params?|parameters?)\\.)?(`[^`]+`|"[^"]+"|[\\w.\\-/]+)';
const clause = new RegExp(
  `^\\s*${key}\\s*(!=|>=|<=|=|>|<|NOT LIKE|LIKE|ILIKE|NOT IN|IN)\\s*(\\((?:[^()']|'[^']*')*\\)|${value})\\s*(?:AND\\s+|$)`,
  'is',
);

/** Takes a filter of MLflow apart. @throws MlflowRefusal */
export function parseFilter(filter: string): readonly Condition[] {
  const conditions: Condition[] = [];
  let rest = filter;
  while (rest.trim() !== '') {
    const match = clause.exec(rest);
    if (match === null)
      throw new MlflowRefusal('INVALID_PARAMETER_VALUE', `Invalid clause(s) in filter string: ${rest}`);
    const [all, type = 'attribute', name = '', comparator = '', given = ''] = match;
    const several = given.startsWith('(')
      ? [...given.matchAll(/'([^']*)'/g)].map(found => found[1] ?? '')
      : undefined;
    conditions.push({
      type: type
        .toLowerCase()
        .replace(/^parameter/, 'param')
        .replace(/s$/, ''),
      key: name.replace(/^[`"]|[`"]$/g, ''),
      comparator: comparator.toUpperCase(),
      values: several ?? [given.replace(/^(['"])(.*)\1$/s, '$2')],
    });
    rest = rest.slice(all.length);
  }
  return conditions;
}

/** Whether a value is as a condition wants it; a value that is not there never is. */
export function meets({ comparator, values }: Condition, found: string | number | undefined): boolean {
  if (found === undefined) return false;
  const [first = ''] = values;
  const wanted = typeof found === 'number' ? Number(first) : first;
  switch (comparator) {
    case '=':
      return found === wanted;
    case '!=':
      return found !== wanted;
    case '>':
      return found > wanted;
    case '>=':
      return found >= wanted;
    case '<':
      return found < wanted;
    case '<=':
      return found <= wanted;
    case 'IN':
      return values.includes(String(found));
    case 'NOT IN':
      return !values.includes(String(found));
    case 'LIKE':
      return like(first, '').test(String(found));
    case 'NOT LIKE':
      return !like(first, '').test(String(found));
    case 'ILIKE':
      return like(first, 'i').test(String(found));
    default:
      throw new MlflowRefusal('INVALID_PARAMETER_VALUE', `Invalid comparator for attribute: ${comparator}`);
  }
}

function like(pattern: string, flags: string): RegExp {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, `s${flags}`);
}
