import { ruleNames } from '../../core/gate/policy.ts';
import { findNearest } from '../../core/text/find-nearest.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { IssueWords } from '../files/file-fault.ts';
import type { KeyPath } from '../files/key-path.ts';
import { metricKeys, type PolicyKeyRow, type PolicyKeyRows, policyKeys, sourceKeys } from './policy-keys.ts';
import { ruleForms } from './rule-forms.ts';

/**
 * How errors speak about a policy file. Pure.
 * @param value what the file says, to name what stands where something else belongs
 */
export function createPolicyWords(value: unknown): IssueWords {
  return {
    describeUnknownKey: (path, key) => {
      const isRule = path.length === 2 && path[0] === 'rules';
      const names: readonly string[] = isRule ? ruleNames : Object.keys(findRows(path) ?? {});
      const nearest = findNearest(key, names);
      const meant = nearest === undefined ? '' : ` (${nearest} is meant?)`;
      const what = isRule ? 'rule' : 'key';
      return `unknown ${what} ${makeSafeText(key, { limit: 80 })}${meant}; there are ${names.join(', ')}`;
    },
    describeWrongValue: path => {
      const wanted = describeWanted(path);
      return `it must be ${wanted}${describeFound(findValue(value, path), wanted)}`;
    },
  };
}

/** The keys that may stand in what a path leads to; undefined where names are free. */
function findRows([top, name, rule, ...deeper]: KeyPath): PolicyKeyRows | undefined {
  if (top === undefined) return policyKeys;
  if (name === undefined || deeper.length > 0) return undefined;
  if (top === 'rules')
    return ruleNames.some(each => each === rule) ? ruleForms[rule as keyof typeof ruleForms].keys : undefined;
  if (rule !== undefined) return undefined;
  return { metrics: metricKeys, evidence: sourceKeys }[String(top)];
}

/** What has to stand at a path, in words. */
function describeWanted(path: KeyPath): string {
  for (const length of [path.length - 1, path.length - 2]) {
    const rows = length < 0 ? undefined : findRows(path.slice(0, length));
    const row: PolicyKeyRow | undefined = rows?.[String(path[length])];
    if (row === undefined) continue;
    const isItem = length === path.length - 2;
    if (!isItem || row.each !== undefined) return isItem ? (row.each ?? row.type) : row.type;
  }
  if (path.length === 0) return 'a policy: keys with values';
  if (path[0] === 'rules' && path.length === 2) return `a rule: ${ruleNames.join(', ')}`;
  return `keys with values: ${Object.keys(findRows(path) ?? {}).join(', ')}`;
}

function findValue(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    value,
  );
}

/** What stands there in its place, where that helps; begins with a comma. */
function describeFound(value: unknown, wanted: string): string {
  if (value === null) return ', and is empty';
  if (typeof value === 'number') return `, and is ${value}`;
  if (typeof value !== 'string') return '';
  const shown = makeSafeText(value, { limit: 60 });
  if (!wanted.startsWith('a number')) return `, and is "${shown}"`;
  const percent = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(value)?.[1];
  const hint = percent === undefined ? '' : `; ${percent} % of a ratio is ${Number(percent) / 100}`;
  return `, and is the text "${shown}"${hint}`;
}
