import { makeSafeText } from '../text/safe-text.ts';
import type { EvidenceValue } from './evidence-file.ts';

/** An object of a file of evidence. Its keys are from outside: only {@link readMember} looks one up. */
export type EvidenceObject = { readonly [key: string]: EvidenceValue };

/** The value when it is an object, and no list; undefined otherwise. Pure. */
export function asObject(value: EvidenceValue | undefined): EvidenceObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as EvidenceObject)
    : undefined;
}

/** The value when it is a list; undefined otherwise. Pure. */
export function asList(value: EvidenceValue | undefined): readonly EvidenceValue[] | undefined {
  return Array.isArray(value) ? (value as readonly EvidenceValue[]) : undefined;
}

/** A member an object has of its own; undefined when it has none of that name, also for `constructor` and its like. Pure. */
export function readMember(object: EvidenceObject, key: string): EvidenceValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Longest piece of a text that stands in a message, in characters. */
const shownText = 40;

/** A value in words, safe to show, on one line: `NaN`, `text ("3.9")`, `a list`. Pure. */
export function describeValue(value: EvidenceValue): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return `text ("${makeSafeText(value, { limit: shownText })}")`;
  return Array.isArray(value) ? 'a list' : 'an object';
}
