import { join } from 'node:path';
import type { ReadOptions, VersionDetail } from '../../core/ports/registry.ts';
import type { Version } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { findErrno } from '../files/file-errors.ts';
import { findServedOutput } from './choose-output.ts';
import { describeRun } from './describe-run.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import { pointerEnding } from './dvc-places.ts';
import type { DvcRun, DvcTree } from './dvc-tree.ts';
import { readRunImage } from './family-images.ts';
import { findCurrentRun } from './index-family.ts';
import { emptyLock } from './parse-lock.ts';
import { isInTree } from './parse-output.ts';
import type { DvcParams } from './parse-params.ts';
import { parsePointer, pointerLimitBytes } from './parse-pointer.ts';
import { readRunMetrics } from './run-metrics.ts';
import { listRunStages } from './run-stages.ts';

/** Most versions of which git is asked for the commit: each costs a walk through the commits. */
const maxLookedUp = 4;

/**
 * Runs with what the tree says of them, in the order asked. One of which nothing is under a digest is incomplete; one of which a pointer
 * cannot be read, and no other is there, damaged.
 */
export async function loadDvcVersions(
  context: DvcReadingContext,
  model: string,
  versions: readonly string[],
  detail: VersionDetail,
  { signal }: ReadOptions,
): Promise<readonly Version[]> {
  const tree = await context.readTree();
  const isLookedUp = detail === 'everything' && versions.length <= maxLookedUp;
  const reading = isLookedUp ? context : { ...context, git: undefined };
  const found: Version[] = [];
  for (const version of versions) {
    signal?.throwIfAborted();
    found.push(await loadOne(reading, tree, model, version));
  }
  return found;
}

async function loadOne(
  context: DvcReadingContext,
  tree: DvcTree,
  model: string,
  version: string,
): Promise<Version> {
  const run = tree.families.get(model)?.runs.get(version);
  if (run === undefined) return { model, version, whole: 'incomplete' };
  const [unread] = run.unread;
  if (run.found.length > 0) {
    const record = describeRun(await collectParts(context, tree, model, run));
    return { model, version, whole: 'complete', record };
  }
  if (unread === undefined) return { model, version, whole: 'incomplete' };
  const problem = `${makeSafeText(unread.file, { limit: 200 })} cannot be read: ${unread.problem}`;
  return { model, version, whole: 'damaged', problem };
}

async function collectParts(context: DvcReadingContext, tree: DvcTree, family: string, run: DvcRun) {
  const params = findCurrentRun(tree, family) === run.run && tree.params.ok ? tree.params.value : undefined;
  const served = findServedOutput(run);
  return {
    family,
    run,
    params,
    measured: await readRunMetrics(context, family, run.run),
    stages: listRunStages(tree.lock.ok ? tree.lock.value : emptyLock, family, run.run),
    datasetMd5: await findDatasetMd5(context, params),
    image: await readRunImage(context, family, run.run),
    change: served && (await context.git?.findLastChange(served.file, served.output.md5)),
  };
}

/** The digest in the pointer beside the data set, as DVC keeps it. */
async function findDatasetMd5(
  { fileSystem, places }: DvcReadingContext,
  params: DvcParams | undefined,
): Promise<string | undefined> {
  const file = params?.dataset === undefined ? undefined : `${params.dataset}${pointerEnding}`;
  if (file === undefined || !isInTree(file)) return undefined;
  try {
    const reading = parsePointer(await fileSystem.readFile(join(places.root, file), pointerLimitBytes), file);
    return reading.ok ? reading.value.output.md5 : undefined;
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return undefined;
  }
}
