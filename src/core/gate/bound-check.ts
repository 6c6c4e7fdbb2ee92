import type { BoundCheck } from '../ports/registry.ts';

/** Whether nothing says that a file is another than was judged: weights of another machine cannot be looked at here. Pure. */
export function isAsJudged({ outcome }: BoundCheck): boolean {
  return outcome === 'verified' || outcome === 'unread' || outcome === 'elsewhere';
}

/**
 * What became of a file that a verdict stands on, in a sentence without its full stop. Pure.
 * @param judged when it was judged: `since v3 was judged`
 */
export function describeChange({ name, outcome, detail }: BoundCheck, judged: string): string {
  if (outcome === 'differs') return `${name} has changed ${judged}: ${detail}`;
  return outcome === 'missing'
    ? `${name} is gone: it was there when the version was judged`
    : `${name} cannot be checked: ${detail}`;
}
