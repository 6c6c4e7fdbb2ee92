import { noGate } from '../history/entry.ts';
import type { Description } from '../history/model-history.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Plan } from './plan.ts';
import { makePlan, type Planning } from './planning.ts';

/** What to record; null leaves what there is. `version` undefined: of the model itself. */
export type DescriptionRequest = {
  readonly version: string | undefined;
  readonly notes: string | null;
  readonly tags: readonly string[] | null;
  /** Of a model only. */
  readonly description: string | null;
  /** Of a model only. */
  readonly owner: string | null;
  /** What the registry's files say: it is what there is until somebody describes it. */
  readonly registered: Description | undefined;
};

/** Plans recording a description beside what is immutable. Notes and tags both go on record, so that the newest entry says all. Pure. */
export function planDescription(planning: Planning, request: DescriptionRequest): Plan {
  const { effective, index, leads } = planning.status;
  const recorded = effective.descriptions.get(request.version ?? '');
  const before = leads === 'registry' ? (request.registered ?? recorded) : (recorded ?? request.registered);
  const subject = request.version === undefined ? index.model : `${index.model} ${request.version}`;
  const command = describeCommand(index.model, request);
  if (isSame(request, { ...request.registered, ...before })) {
    return makePlan(planning, {
      act: 'describe',
      title: `${subject} is described like that already`,
      drafts: [],
      command,
    });
  }
  const { description, owner } = request;
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
            ...(description === null ? {} : { description: makeSafeText(description) }),
            ...(owner === null ? {} : { owner: makeSafeText(owner, { limit: 200 }) }),
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

function isSame(request: DescriptionRequest, before: Partial<Description>): boolean {
  const { notes, tags, description, owner } = request;
  return (
    (notes === null || notes === (before.notes ?? null)) &&
    (tags === null || tags.join('\n') === (before.tags ?? []).join('\n')) &&
    (description === null || description === before.description) &&
    (owner === null || owner === before.owner)
  );
}

function describeCommand(model: string, request: DescriptionRequest): readonly string[] {
  const flag = (name: string, value: string | null) => (value === null ? [] : [name, value]);
  return [
    ...['describe', model],
    ...(request.version === undefined ? [] : [request.version]),
    ...flag('--description', request.description),
    ...flag('--owner', request.owner),
    ...flag('--notes', request.notes),
    ...(request.tags ?? []).flatMap(tag => flag('--tag', tag)),
  ];
}
