import { nameSourceProblem } from '../../../core/mirror/describe-condition.ts';
import { findWorst } from '../../../core/mirror/describe-difference.ts';
import { findMirror, type SourceFacts } from '../../../core/session/source-facts.ts';
import { formatAge } from '../../format/age.ts';
import type { Part } from './header.ts';

/** How the header calls what is outside: of a bucket it is the copy that is shown. */
const names: Readonly<Record<SourceFacts['at'], string>> = {
  bucket: 'mirror',
  server: 'server',
  remote: 'remote',
};

/**
 * The state of the bucket, server or remote behind the registry, as the header says it: `mirror 3m ago`, `server 3m ago`,
 * `OFFLINE, seen 12m ago`, `mirror DIFFERS`. What is wrong is never shortened. Pure.
 */
export function describeSource(source: SourceFacts, now: string, roomy: boolean): Part {
  const { seenAt, isRefreshing, isRead } = source.condition;
  const name = names[source.at];
  const problem = nameSourceProblem(source.at, source.condition);
  const refreshing = isRefreshing ? ', refreshing' : '';
  if (problem !== undefined) {
    const seen = describeSeen(seenAt, now, roomy);
    const text = `${problem}${roomy ? ', ' : ' '}${seen}${roomy ? refreshing : ''}`;
    return { text, tone: 'bad', bold: true, minimum: problem.length, keep: 'start' };
  }
  if (seenAt === undefined || !isRead) {
    const word = isRefreshing ? `${name} refreshing` : `${name} not read`;
    // Before it has answered here nothing is as it is now.
    const isOld = seenAt !== undefined && formatAge(seenAt, now) !== 'now';
    const text = isOld && roomy ? `${word}, ${describeSeen(seenAt, now, roomy)}` : word;
    return { text, tone: 'muted', minimum: word.length, keep: 'start' };
  }
  const age = describeAge(seenAt, now, roomy);
  if (findWorst(findMirror(source)?.differences ?? []) === 'critical') {
    const word = `${name} DIFFERS`;
    const text = roomy ? `${word}, ${age}${refreshing}` : `${word} ${age}`;
    return { text, tone: 'bad', bold: true, minimum: word.length, keep: 'start' };
  }
  if (source.condition.behind !== undefined) {
    const word = `${name} AHEAD`;
    return { text: `${word}${refreshing}`, tone: 'warning', bold: true, minimum: word.length, keep: 'start' };
  }
  const text = `${name} ${age}${refreshing}`;
  return { text, tone: 'muted', minimum: `${name} ${age}`.length, keep: 'start' };
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
