import { findNameProblem } from '../names/name-problem.ts';
import type { EntryDraft } from './entry-draft.ts';

/** A name that a history cannot have, since it would become a part of a path. */
export type UnkeepableName = {
  readonly what: 'model' | 'version';
  readonly name: string;
  /** Follows the name. */
  readonly problem: string;
};

/** The first such name in what is to go on record of a model: other programs' files may have any text for one. Pure. */
export function findUnkeepableName(
  model: string,
  drafts: readonly Pick<EntryDraft, 'moves' | 'facts'>[],
): UnkeepableName | undefined {
  const versions = drafts.flatMap(({ moves, facts }) => [
    ...moves.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()),
    ...facts.flatMap(fact => ('version' in fact && fact.version !== null ? [fact.version] : [])),
  ]);
  const names = [{ what: 'model', name: model } as const, ...versions.map(nameVersion)];
  for (const { what, name } of names) {
    const problem = findNameProblem(name);
    if (problem !== undefined) return { what, name, problem };
  }
  return undefined;
}

function nameVersion(name: string) {
  return { what: 'version', name } as const;
}
