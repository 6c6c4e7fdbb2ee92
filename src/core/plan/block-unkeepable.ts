import type { EntryDraft } from '../history/entry-draft.ts';
import { entryLimits } from '../history/parse-entry.ts';
import type { Blocker } from './plan.ts';
import { block, type Planning } from './planning.ts';

/** Texts that are too long to be kept whole, or that the registry would refuse, block a plan: nothing is cut in silence. Pure. */
export function blockUnkeepable(
  { status, operationId, actor, reader }: Planning,
  drafts: readonly EntryDraft[],
): readonly Blocker[] {
  const { model } = status.index;
  return drafts.flatMap(draft => {
    const tooLong = listTexts(draft).find(({ text }) => text.length > entryLimits.text);
    if (tooLong !== undefined) return [blockLength(tooLong)];
    const tags = countTags(draft);
    if (tags > entryLimits.tags)
      return [block('usage', `${tags} tags are too many: ${entryLimits.tags} are kept.`, 'Give fewer.')];
    const refused = reader.findUnkeepable?.(draft, { model, operationId, actor });
    return refused === undefined ? [] : [block('usage', refused.problem, refused.hint)];
  });
}

type Text = { readonly what: string; readonly text: string };

function listTexts({ reason, facts }: EntryDraft): readonly Text[] {
  const described = facts.flatMap(fact =>
    fact.kind === 'described'
      ? [
          { what: 'The notes', text: fact.notes ?? '' },
          { what: 'The description', text: fact.description ?? '' },
          { what: 'The name of the owner', text: fact.owner ?? '' },
          ...(fact.tags ?? []).map(text => ({ what: 'A tag', text })),
        ]
      : [],
  );
  return [{ what: 'The reason', text: reason ?? '' }, ...described];
}

function countTags({ facts }: EntryDraft): number {
  return Math.max(0, ...facts.map(fact => (fact.kind === 'described' ? (fact.tags?.length ?? 0) : 0)));
}

function blockLength({ what, text }: Text): Blocker {
  const message = `${what} has ${text.length} characters; ${entryLimits.text} are kept.`;
  return block('usage', message, 'Give a shorter one: nothing is cut.');
}
