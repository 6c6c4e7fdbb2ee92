import { readServingFile } from '../../../core/serving/serving-file.ts';
import { parseJsonObject } from '../../files/read-json.ts';
import { dvcAliases } from '../dvc-places.ts';
import { readCommitted } from '../git/git-objects.ts';
import type { Git } from '../git/git-program.ts';
import { readCommittedHistory, toHistoryRead } from './committed-history.ts';
import { formatEntryTarget } from './own-files.ts';

/** A run that an alias goes back to. */
export type EarlierRun = { readonly family: string; readonly alias: string; readonly run: string };

/**
 * The image that S4's file named for a run right before the alias last left it: what served it then. Undefined where that is not on record.
 * @param path of the file, from the top on; head a commit of the branch
 */
export async function findEarlierImage(
  program: Git,
  path: string,
  head: string,
  { family, alias, run }: EarlierRun,
): Promise<string | undefined> {
  if (alias !== dvcAliases.stable && alias !== dvcAliases.candidate) return undefined;
  const { entries } = toHistoryRead(await readCommittedHistory(program, head, family, new Map()));
  const left = entries.findLast(({ entry }) =>
    entry.moves.some(move => move.alias === alias && move.from === run && move.to !== run),
  );
  if (left === undefined) return undefined;
  const { text } = await program.call({
    doing: 'find what served a run',
    purpose: 'read',
    arguments: [
      ...['log', '-1', '--diff-filter=A', '--format=%P', head],
      ...['--', formatEntryTarget(family, left.entry.generation)],
    ],
  });
  const before = text.trim().split(' ')[0];
  const bytes = before ? await readCommitted(program, before, path) : undefined;
  const reading = bytes && parseJsonObject(bytes);
  if (!reading?.ok) return undefined;
  return readServingFile(reading.value).images.find(entry => entry.family === family)?.[alias] || undefined;
}
