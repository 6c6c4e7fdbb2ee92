import type { EntryDraft } from '../history/entry-draft.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import type { Planning } from './planning.ts';

/** A pointer that all models share serves one of them; moving it for this one takes it from that one. Pure. @param moved the model whose aliases move */
export function warnOfOthers(
  { models }: Pick<RegistryIndex, 'models'>,
  moved: string,
  aliases: ReadonlySet<string>,
): readonly string[] {
  return models
    .filter(({ model }) => model !== moved)
    .flatMap(model => model.pointers.map(pointer => ({ model: model.model, pointer })))
    .flatMap(({ model, pointer }) =>
      pointer.scope === 'shared' && pointer.reading.state === 'names' && aliases.has(pointer.alias)
        ? [
            `${pointer.target} serves ${model} ${pointer.reading.version} to the old tools; it will serve this model instead.`,
          ]
        : [],
    );
}

/** What is recorded first, because another program moved it or several were live. Pure. */
export function warnOfAdoption({ status }: Planning, drafts: readonly EntryDraft[]): readonly string[] {
  const { recorded, severalHolders } = status;
  const [adoption, ...own] = drafts;
  if (adoption?.action !== 'adopt' || own.length === 0) return [];
  const decided = severalHolders.filter(({ alias }) =>
    own.some(({ moves }) => moves.some(move => move.alias === alias)),
  );
  const several = decided.map(
    ({ target, versions }) =>
      `${target} says that ${versions.join(' and ')} are live at once; this decides it.`,
  );
  if (recorded.generation === 0) return several;
  const moved = adoption.moves
    .filter(({ alias }) => !decided.some(holders => holders.alias === alias))
    .map(
      move =>
        `${move.alias} was moved from ${move.from ?? 'nothing'} to ${move.to ?? 'nothing'} outside lastgood; this is recorded first.`,
    );
  return [...moved, ...several];
}
