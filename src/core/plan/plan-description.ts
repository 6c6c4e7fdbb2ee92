import { noGate } from '../history/entry.ts';
import type { Description } from '../history/model-history.ts';
import { describeUnsafe, makeSafeText } from '../text/safe-text.ts';
import type { Plan } from './plan.ts';
import { makePlan, type Planning } from './planning.ts';

/** What to record, as typed; null leaves what there is. `version` undefined: of the model itself. */
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

/**
 * Plans recording a description beside what is immutable. Where the history leads, notes and tags both go on record, so that the newest
 * entry says all. Where the registry leads, what is known of it are copies to show, made safe and perhaps shortened: they are never written
 * back, and only what was asked for goes there, as typed. Pure.
 */
export function planDescription(planning: Planning, asked: DescriptionRequest): Plan {
  const { effective, index, leads } = planning.status;
  const request = leads === 'registry' ? asked : makeSafeRequest(asked);
  const recorded = effective.descriptions.get(request.version ?? '');
  const before = leads === 'registry' ? (request.registered ?? recorded) : (recorded ?? request.registered);
  const subject = request.version === undefined ? index.model : `${index.model} ${request.version}`;
  const command = describeCommand(index.model, request);
  const known = { ...request.registered, ...before };
  if (leads === 'registry' ? isShown(request, known) : isSame(request, known)) {
    return makePlan(planning, {
      act: 'describe',
      title: `${subject} is described like that already`,
      drafts: [],
      command,
    });
  }
  const { description, owner } = request;
  const kept = leads === 'registry' ? undefined : before;
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
            notes: request.notes ?? kept?.notes ?? null,
            tags: request.tags ?? kept?.tags ?? null,
            ...(description === null ? {} : { description }),
            ...(owner === null ? {} : { owner }),
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

/** As it goes on record where the record is what is shown. Too long texts block the plan, none is cut. */
function makeSafeRequest(request: DescriptionRequest): DescriptionRequest {
  const { notes, tags, description, owner } = request;
  return {
    ...request,
    notes: notes === null ? null : makeWhole(notes),
    tags: tags?.map(makeWhole) ?? null,
    description: description === null ? null : makeWhole(description),
    owner: owner === null ? null : makeWhole(owner),
  };
}

function makeWhole(text: string): string {
  return makeSafeText(text.trim(), { limit: Number.POSITIVE_INFINITY });
}

/** Tags are added there and none is taken away. What a registry shows of the notes of a model may be its description: nobody knows. */
function isShown(request: DescriptionRequest, shown: Partial<Description>): boolean {
  const { notes, tags, description, owner } = request;
  const isAsShown = (text: string, copy: string | null | undefined): boolean =>
    text === copy && describeUnsafe(text) === undefined;
  return (
    (notes === null || (request.version !== undefined && isAsShown(notes, shown.notes))) &&
    (tags === null ||
      tags.every(tag =>
        isAsShown(
          tag,
          shown.tags?.find(each => each === tag),
        ),
      )) &&
    (description === null || isAsShown(description, shown.description)) &&
    (owner === null || owner === shown.owner)
  );
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
