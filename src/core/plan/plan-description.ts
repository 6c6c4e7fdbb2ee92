import { noGate } from '../history/entry.ts';
import type { Description } from '../history/fold-history.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Plan } from './plan.ts';
import { makePlan, type Planning } from './planning.ts';

/** Notes and tags to record; null leaves what there is. `version` undefined: of the model itself. */
export type DescriptionRequest = {
  readonly version: string | undefined;
  readonly notes: string | null;
  readonly tags: readonly string[] | null;
  /** What registration gave the version: it is what there is until somebody describes it. */
  readonly registered: Description | undefined;
};

/** Plans recording notes and tags beside the immutable version; both go on record, so that the newest entry says all. Pure. */
export function planDescription(planning: Planning, request: DescriptionRequest): Plan {
  const { effective, index } = planning.status;
  const before = effective.descriptions.get(request.version ?? '') ?? request.registered;
  const subject = request.version === undefined ? index.model : `${index.model} ${request.version}`;
  const sameNotes = request.notes === null || request.notes === (before?.notes ?? null);
  const sameTags = request.tags === null || request.tags.join('\n') === (before?.tags ?? []).join('\n');
  const command = [
    ...['describe', index.model],
    ...(request.version === undefined ? [] : [request.version]),
    ...(request.notes === null ? [] : ['--notes', request.notes]),
    ...(request.tags ?? []).flatMap(tag => ['--tag', tag]),
  ];
  if (sameNotes && sameTags) {
    return makePlan(planning, {
      act: 'describe',
      title: `${subject} is described like that already`,
      drafts: [],
      command,
    });
  }
  const notes = request.notes ?? before?.notes ?? null;
  const tags = request.tags ?? before?.tags ?? null;
  return makePlan(planning, {
    act: 'describe',
    title: `Describe ${subject}`,
    drafts: [
      {
        action: 'describe',
        moves: [],
        facts: [
          {
            kind: 'described',
            version: request.version ?? null,
            notes: notes === null ? null : makeSafeText(notes),
            tags: tags?.map(tag => makeSafeText(tag, { limit: 100 })) ?? null,
          },
        ],
        reason: null,
        gate: noGate,
        reverts: null,
      },
    ],
    command,
  });
}
