import { getLineageModel, type LoadedLineage, loadLineage } from '../../../../core/session/load-lineage.ts';
import { listProblemsOf } from '../../../format/lineage.ts';
import { describeLineage } from '../../documents/lineage-document.ts';
import { printLineageProblems } from '../../print-lineage.ts';
import type { Call } from '../../verb.ts';
import { exitCodeOf, type VerbResult } from '../../verb-result.ts';
import { openAfsRegistry } from './open-afs-registry.ts';

/**
 * Where the versions of a model come from, in the lines of a command of S2, with what is wrong below them.
 * @throws NotFoundError model-not-found
 */
export async function answerLineage(
  call: Pick<Call<unknown, unknown>, 'host' | 'global'>,
  named: string,
  print: (loaded: LoadedLineage, model: string) => readonly string[],
): Promise<VerbResult> {
  const loaded = await loadLineage(await openAfsRegistry(call, 'to-look'), call.host.stop);
  const model = getLineageModel(loaded, named);
  return {
    exitCode: exitCodeOf('done'),
    document: () => describeLineage(loaded, { model, node: undefined, dataSet: undefined }),
    lines: () => [
      ...print(loaded, model),
      ...printLineageProblems(loaded.file?.problem, listProblemsOf(loaded.graph, model)),
    ],
  };
}
