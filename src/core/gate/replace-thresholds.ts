import { findNearest } from '../text/find-nearest.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Policy, Rule } from './policy.ts';
import { parseTimeSpan, timeSpanWords } from './time-span.ts';

/** What takes the place of a number in a policy; a text is a span of time such as `24h`. */
export type ThresholdValue = number | string;

/** A policy with other numbers in it, or in words why there is none. */
export type Replacement =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly id: string; readonly problem: string };

/**
 * A policy with some of its numbers replaced, by the id of the rule: the threshold of `threshold` and `slices`, the limit of
 * `noRegression`, the improvement of `weightedScore`, the part of wins of `votes`, the age of `maxAge`. Pure.
 */
export function replaceThresholds(
  policy: Policy,
  thresholds: Readonly<Record<string, ThresholdValue>>,
): Replacement {
  const rules = new Map(policy.rules.map(rule => [rule.id, rule]));
  for (const [id, value] of Object.entries(thresholds)) {
    const rule = rules.get(id);
    const changed = rule === undefined ? refuseUnknown(policy, id) : replaceValue(rule, value);
    if (typeof changed === 'string') return { ok: false, id, problem: changed };
    rules.set(id, changed);
  }
  return { ok: true, policy: { ...policy, rules: [...rules.values()] } };
}

/** The rule with another number in it, or why not. */
function replaceValue(rule: Rule, value: ThresholdValue): Rule | string {
  switch (rule.rule) {
    case 'threshold':
    case 'slices':
      return isNumber(value) ? { ...rule, threshold: value } : 'it must be a number';
    case 'noRegression':
      return isLimit(value)
        ? { ...rule, limit: { ...rule.limit, value } }
        : 'it must be a number of at least 0';
    case 'weightedScore':
      return isLimit(value) ? { ...rule, minImprovement: value } : 'it must be a number of at least 0';
    case 'votes':
      return isLimit(value) && value <= 1 ? { ...rule, threshold: value } : 'it must be a number of 0 to 1';
    case 'maxAge': {
      const maxAgeMs = typeof value === 'string' ? parseTimeSpan(value) : undefined;
      return maxAgeMs === undefined ? `it must be ${timeSpanWords}` : { ...rule, maxAgeMs };
    }
    case 'requiredFiles':
    case 'digest':
      return `a rule ${rule.rule} has no number to replace`;
    default:
      return rule satisfies never;
  }
}

function isNumber(value: ThresholdValue): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isLimit(value: ThresholdValue): value is number {
  return isNumber(value) && value >= 0;
}

function refuseUnknown(policy: Policy, id: string): string {
  const ids = policy.rules.map(rule => rule.id);
  const nearest = findNearest(id, ids);
  const meant = nearest === undefined ? '' : ` (${nearest} is meant?)`;
  const shown = makeSafeText(id, { limit: 80 });
  return `the policy ${policy.name} has no rule ${shown}${meant}; there are ${ids.join(', ')}`;
}
