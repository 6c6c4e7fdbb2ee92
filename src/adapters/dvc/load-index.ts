import { NotFoundError } from '../../core/errors/app-error.ts';
import type { HistoryRead } from '../../core/ports/history-log.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Adoption, ModelIndex, RegistryIndex } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { placeHistory } from '../history/history-place.ts';
import { readJournals } from '../history/journal.ts';
import { readRegistryFile } from '../history/registry-file.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import type { DvcTree } from './dvc-tree.ts';
import { describeImages, readFamilyImages } from './family-images.ts';
import { emptyFamily, findCurrentRun, indexFamily } from './index-family.ts';
import { tellCutOff } from './tell-cut-off.ts';

/**
 * The families of the tree and of the history, with what their pointers say.
 * @throws NotFoundError registry-not-found; UnavailableError when the file system refuses a folder
 */
export async function loadDvcIndex(
  context: DvcReadingContext,
  { signal }: ReadOptions,
): Promise<RegistryIndex> {
  signal?.throwIfAborted();
  await requireTree(context);
  const tree = await context.readTree();
  const histories = await readHistories(context);
  signal?.throwIfAborted();
  const names = [...new Set([...tree.families.keys(), ...histories.keys()])].sort();
  const operations = await readJournals(context);
  const models: ModelIndex[] = [];
  for (const name of names)
    models.push(tellCutOff(await indexOne(context, tree, name, histories.get(name)), operations));
  const family = tree.params.ok ? tree.params.value.family : undefined;
  return {
    kind: 'dvc',
    adoption: await findAdoption(context),
    models,
    ...(family === undefined ? {} : { currentModel: makeSafeText(family, { limit: 128 }) }),
    strangers: tree.strangers,
    sharedProblems: [],
    operations,
    readAt: new Date(context.now()).toISOString(),
  };
}

async function indexOne(
  context: DvcReadingContext,
  tree: DvcTree,
  name: string,
  history: HistoryRead = { entries: [], defects: [] },
): Promise<ModelIndex> {
  const images = await readFamilyImages(context, name);
  return indexFamily({
    family: tree.families.get(name) ?? emptyFamily(name),
    history,
    currentRun: findCurrentRun(tree, name),
    described: describeImages(images),
    mergesRuns: tree.mergesRuns,
  });
}

async function readHistories({ history }: DvcReadingContext): Promise<ReadonlyMap<string, HistoryRead>> {
  const models = await history.listModels();
  const read = models.map(async model => [model, await history.readHistory(model)] as const);
  return new Map(await Promise.all(read));
}

async function findAdoption({ fileSystem, places }: DvcReadingContext): Promise<Adoption> {
  const { found } = await readRegistryFile(fileSystem, placeHistory(places.root));
  if (found === 'none') return 'never-written';
  return found === 'registry' ? 'adopted' : found;
}

async function requireTree({ fileSystem, places }: DvcReadingContext): Promise<void> {
  const facts = await fileSystem.findFacts(places.root);
  if (facts !== undefined) return;
  const path = makeSafeText(places.root);
  throw new NotFoundError('registry-not-found', `There is no folder ${path}.`, {
    hint: 'Give the working tree that holds models/hf.',
    data: { path },
  });
}
