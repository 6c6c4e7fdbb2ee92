import type { PublishedFact } from '../history/entry.ts';
import { noGate } from '../history/entry.ts';
import type { Plan } from './plan.ts';
import { makePlan, type Planning } from './planning.ts';

/** Plans recording where a version was published; nothing where that is on record. Pure. */
export function planPublished(planning: Planning, fact: PublishedFact): Plan {
  const { version, repository, tag, commit } = fact;
  const subject = `${planning.status.index.model} ${version}`;
  const recorded = planning.status.recorded.publications.get(version) ?? [];
  const isRecorded = recorded.some(
    each => each.repository === repository && each.tag === tag && each.commit === commit,
  );
  const command = ['publish', planning.status.index.model, version, '--hub', repository];
  if (isRecorded) {
    const title = `${subject} is on record as published in ${repository}`;
    return makePlan(planning, { act: 'describe', title, drafts: [], command });
  }
  return makePlan(planning, {
    act: 'describe',
    title: `Record that ${subject} is published in ${repository}`,
    drafts: [
      {
        action: 'describe',
        moves: [],
        facts: [{ kind: 'published', ...fact }],
        reason: null,
        gate: noGate,
        reverts: null,
      },
    ],
    command,
  });
}
