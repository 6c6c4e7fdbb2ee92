import { nameMirrorProblem } from '../../../core/mirror/describe-condition.ts';
import { findWorst } from '../../../core/mirror/describe-difference.ts';
import type { MirrorCondition } from '../../../core/ports/mirror.ts';
import { formatAge } from '../../format/age.ts';
import type { Part } from './header.ts';

/**
 * The state of the bucket behind the registry, as the header says it: `mirror 3m ago`, `OFFLINE, seen 12m ago`, `mirror FORKED`. What is
 * wrong is never shortened. Pure.
 */
export function describeMirror(mirror: MirrorCondition, now: string, roomy: boolean): Part {
  const { seenAt, isRefreshing, isRead, differences } = mirror;
  const problem = nameMirrorProblem(mirror);
  const refreshing = isRefreshing ? ', refreshing' : '';
  if (problem !== undefined) {
    const seen = describeSeen(seenAt, now, roomy);
    const text = `${problem}${roomy ? ', ' : ' '}${seen}${roomy ? refreshing : ''}`;
    return { text, tone: 'bad', bold: true, minimum: problem.length, keep: 'start' };
  }
  if (seenAt === undefined || !isRead) {
    const word = isRefreshing ? 'mirror refreshing' : 'mirror not read';
    // Before the bucket has answered here nothing is as it is now.
    const isOld = seenAt !== undefined && formatAge(seenAt, now) !== 'now';
    const text = isOld && roomy ? `${word}, ${describeSeen(seenAt, now, roomy)}` : word;
    return { text, tone: 'muted', minimum: word.length, keep: 'start' };
  }
  const age = describeAge(seenAt, now, roomy);
  if (findWorst(differences) === 'critical') {
    const word = 'mirror DIFFERS';
    const text = roomy ? `${word}, ${age}${refreshing}` : `${word} ${age}`;
    return { text, tone: 'bad', bold: true, minimum: word.length, keep: 'start' };
  }
  const text = `mirror ${age}${refreshing}`;
  return { text, tone: 'muted', minimum: `mirror ${age}`.length, keep: 'start' };
}

function describeSeen(seenAt: string | undefined, now: string, roomy: boolean): string {
  if (seenAt === undefined) return roomy ? 'never seen' : '-';
  return roomy ? `seen ${describeAge(seenAt, now, roomy)}` : formatAge(seenAt, now);
}

function describeAge(seenAt: string, now: string, roomy: boolean): string {
  const age = formatAge(seenAt, now);
  if (age === 'now') return roomy ? 'just now' : 'now';
  return roomy ? `${age} ago` : age;
}
