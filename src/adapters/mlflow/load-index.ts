import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Adoption, RegistryIndex } from '../../core/registry/registry-index.ts';
import { versionStages } from '../../core/registry/version-stage.ts';
import { placeHistory } from '../history/history-place.ts';
import { readJournals } from '../history/journal.ts';
import { readRegistryFile } from '../history/registry-file.ts';
import type { Contents } from './contents.ts';
import { indexModel } from './index-model.ts';
import type { MlflowContext } from './mlflow-context.ts';

/** Everything as it was last read of the server, with the journals of this machine. */
export async function loadMlflowIndex(
  context: MlflowContext,
  { signal }: ReadOptions,
): Promise<RegistryIndex> {
  signal?.throwIfAborted();
  const contents = await context.source.open();
  const models = [...contents.models.values()]
    .map(({ content }) => indexModel(content, contents.isArriving))
    .sort((one, other) => (one.model < other.model ? -1 : one.model > other.model ? 1 : 0));
  return {
    kind: 'mlflow',
    leads: 'registry',
    ...(hasStages(contents) ? { stages: versionStages } : {}),
    adoption: await findAdoption(context, contents),
    models,
    strangers: contents.strangers,
    sharedProblems: [],
    unwritable: context.unwritable,
    operations: await readJournals(context),
    readAt: new Date(context.now()).toISOString(),
  };
}

/** A server without stages says so of every version; of one without versions nobody knows, and most have stages. */
function hasStages({ models }: Contents): boolean {
  const versions = [...models.values()].flatMap(({ content }) => content.versions);
  return versions.length === 0 || versions.some(({ stage }) => stage !== undefined);
}

/** Whoever has written to it before, from this machine or another. */
async function findAdoption(context: MlflowContext, contents: Contents): Promise<Adoption> {
  for (const { content } of contents.models.values())
    if (Object.keys(content.model.tags).some(key => key.startsWith('lastgood.'))) return 'adopted';
  const { found } = await readRegistryFile(context.fileSystem, placeHistory(context.places.root));
  return found === 'none' ? 'never-written' : found === 'registry' ? 'adopted' : found;
}
