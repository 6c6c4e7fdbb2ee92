import type { MaxAgeRule } from '../policy.ts';
import { findSource, type RuleContext, type RuleEvaluation } from '../rule-context.ts';

/** How far ahead of ours the clock that wrote a file may be, in milliseconds. */
const clockToleranceMs = 5 * 60 * 1000;

/** Judges how old evidence is. As old as allowed passes; older, or written in the future, is INCONCLUSIVE. Pure. */
export function evaluateMaxAge(rule: MaxAgeRule, context: RuleContext): RuleEvaluation {
  const { maxAgeMs } = rule;
  const bar = { unit: 'ms', operator: '<=', threshold: Number.isFinite(maxAgeMs) ? maxAgeMs : null } as const;
  if (!Number.isFinite(maxAgeMs) || maxAgeMs < 0)
    return { ...bar, verdict: 'ERROR', reason: 'The age that is allowed is no number of 0 or more.' };
  const source = findSource(context, rule.source);
  if (!source.ok) return { ...bar, ...source.evaluation };
  const { name: file, writtenAt } = source.found;
  const age = Date.parse(context.input.now) - Date.parse(writtenAt);
  const remedy = `Evaluate again and replace ${file}.`;
  if (!Number.isFinite(age)) {
    const reason = `Nobody can say how old ${file} is: its time is not readable.`;
    return { ...bar, file, verdict: 'INCONCLUSIVE', reason, remedy };
  }
  const facts = { ...bar, file, value: age, margin: maxAgeMs - age };
  if (age < -clockToleranceMs) {
    const reason = `${file} was written at ${writtenAt}, which is in the future. A clock is wrong.`;
    return { ...facts, verdict: 'INCONCLUSIVE', reason, remedy };
  }
  const old = `${file} is ${describeDuration(Math.max(0, age))} old`;
  const most = describeDuration(maxAgeMs);
  return age <= maxAgeMs
    ? { ...facts, verdict: 'PASS', reason: `${old}, at most ${most}.` }
    : { ...facts, verdict: 'INCONCLUSIVE', reason: `${old}; at most ${most} is allowed.`, remedy };
}

const secondMs = 1000;
const spans = [
  { ms: 24 * 3600 * secondMs, name: 'day' },
  { ms: 3600 * secondMs, name: 'hour' },
  { ms: 60 * secondMs, name: 'minute' },
  { ms: secondMs, name: 'second' },
] as const;

/** In the largest unit that fits, with one decimal: `7 days`, `1.5 hours`. */
function describeDuration(durationMs: number): string {
  const span = spans.find(({ ms }) => durationMs >= ms) ?? spans[3];
  const count = Math.floor((durationMs / span.ms) * 10) / 10;
  return `${count} ${span.name}${count === 1 ? '' : 's'}`;
}
