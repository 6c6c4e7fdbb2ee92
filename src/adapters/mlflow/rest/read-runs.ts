import type { MlflowRun } from '../entities.ts';
import type { CallOptions, MlflowClient } from '../mlflow-client.ts';
import { filterByIds } from './filter.ts';
import { findRefusalCode } from './refusal.ts';
import { searchPages } from './search-pages.ts';

/** Ids in one filter. */
const batchSize = 500;

/** Requests that run at once. */
const sideBySide = 4;

/**
 * Runs by id: searched for by hundreds in all experiments, then one by one what the search did not find (an older server, a deleted
 * run). A few ids are asked for one by one at once. Those that are not there are left out.
 */
export async function readRunsById(
  client: MlflowClient,
  runIds: readonly string[],
  options: CallOptions = {},
): Promise<readonly MlflowRun[]> {
  const wanted = [...new Set(runIds)].filter(id => id !== '');
  const found = new Map<string, MlflowRun>();
  if (wanted.length > sideBySide) await searchRuns(client, wanted, options, found);
  const left = wanted.filter(id => !found.has(id));
  await eachSideBySide(left, async id => {
    const run = await client.getRun(id, options);
    if (run !== undefined) found.set(id, run);
  });
  return [...found.values()];
}

async function searchRuns(
  client: MlflowClient,
  wanted: readonly string[],
  options: CallOptions,
  found: Map<string, MlflowRun>,
): Promise<void> {
  try {
    const experimentIds: string[] = [];
    await searchPages(client.searchExperiments, options, [1000, 100], rows => {
      experimentIds.push(...rows.map(({ id }) => id));
    });
    const batches = Array.from({ length: Math.ceil(wanted.length / batchSize) }, (_, index) =>
      wanted.slice(index * batchSize, (index + 1) * batchSize),
    );
    await eachSideBySide(batches, async batch => {
      const query = { ...options, experimentIds, filter: filterByIds('attributes.run_id', batch) };
      await searchPages(
        page => client.searchRuns({ ...query, ...page }),
        options,
        [batchSize, 100],
        rows => {
          for (const run of rows) found.set(run.runId, run);
        },
      );
    });
  } catch (thrown) {
    // An older server knows no such filter or no such search.
    if (findRefusalCode(thrown) === undefined) throw thrown;
  }
}

async function eachSideBySide<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const runner = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, items.length) }, runner));
}
