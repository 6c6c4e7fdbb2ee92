import type { HistoryJudgement } from '../../../core/mirror/judge-history.ts';
import type { SideFile, SidePointer } from '../../../core/mirror/sides.ts';
import { nameEntry } from './bucket-history.ts';
import type { Histories } from './expect-pointers.ts';
import { findHistories } from './find-histories.ts';
import type { MirrorContext } from './mirror-context.ts';
import type { CopyFacts } from './scan-copies.ts';

/**
 * How the histories stand to each other. Adds entries to the files that look like the bucket's from outside and are not, and takes back what
 * pointers ought to say by a history that is not the bucket's.
 * @param copies the files of the copy when the bucket was listed, and what came from there since
 * @throws UnavailableError when an entry of the copy has to be read and cannot be
 */
export async function addJudgements(
  context: Pick<MirrorContext, 'cache' | 'seen'>,
  { files, pointers }: { readonly files: SideFile[]; readonly pointers: Map<string, SidePointer> },
  histories: Histories,
  copies: ReadonlyMap<string, CopyFacts>,
): Promise<readonly HistoryJudgement[]> {
  const judgements = await findHistories(context, listOlder(histories, copies));
  const known = new Set(files.map(({ name }) => name));
  for (const { model, edited, outdated } of judgements)
    for (const generation of [...edited, ...outdated]) {
      const name = nameEntry(model, generation);
      const sizeBytes = context.seen.find(name)?.facts.sizeBytes ?? 0;
      const file = { name, model, generation, sizeBytes, version: undefined } as const;
      if (!known.has(name)) files.push({ ...file, part: 'history', state: 'changed-here' });
    }
  const unsure = new Set<string | undefined>(judgements.filter(isUnsure).map(({ model }) => model));
  for (const [name, pointer] of pointers) {
    const isAffected = pointer.model === undefined ? unsure.size > 0 : unsure.has(pointer.model);
    if (isAffected) pointers.set(name, { ...pointer, wanted: undefined });
  }
  return judgements;
}

/** What another process of this machine has put here since the bucket was listed says nothing about either. */
function listOlder(histories: Histories, copies: ReadonlyMap<string, CopyFacts>): Histories {
  const older = [...histories].map(([model, { entries, defects }]) => {
    const isOlder = (generation: number): boolean => copies.has(nameEntry(model, generation));
    const read = {
      entries: entries.filter(({ entry }) => isOlder(entry.generation)),
      defects: defects.filter(({ generation }) => isOlder(generation)),
    };
    return [model, read] as const;
  });
  return new Map(older);
}

function isUnsure({ parting, damage, edited, outdated }: HistoryJudgement): boolean {
  return parting !== undefined || damage !== undefined || edited.length + outdated.length > 0;
}
