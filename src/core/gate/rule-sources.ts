import type { Rule } from './policy.ts';

/** Names of the sources a rule reads; none for a rule that reads no file. Pure. */
export function listRuleSources(rule: Rule): readonly string[] {
  switch (rule.rule) {
    case 'threshold':
    case 'weightedScore':
      return [rule.of.source];
    case 'noRegression':
      return [rule.of.source, ...(rule.against === 'live' ? [] : [rule.against.source])];
    case 'slices':
    case 'votes':
    case 'maxAge':
      return [rule.source];
    case 'requiredFiles':
      return rule.sources;
    case 'digest':
      return [];
    default:
      return rule satisfies never;
  }
}
