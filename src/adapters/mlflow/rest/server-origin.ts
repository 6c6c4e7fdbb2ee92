import type { MlflowModel, MlflowVersion } from '../entities.ts';
import type { CallOptions, MlflowClient } from '../mlflow-client.ts';
import type { MlflowContent, MlflowOrigin, ReadAllOptions } from '../origin.ts';
import { filterByName } from './filter.ts';
import { listVersionFiles } from './list-version-files.ts';
import { readRunsById } from './read-runs.ts';
import { undefinedWhenMissing } from './refusal.ts';
import { searchPages } from './search-pages.ts';

/** Rows on a page, falling: MLflow's own limit, then what others take. */
const modelPageSizes = [1000, 100];
const versionPageSizes = [10_000, 1000, 100];

/** Prompts are kept among the models; newer servers leave them out themselves. */
const promptTag = 'mlflow.prompt.is_prompt';

/** What an MLflow server has, read through its client. A row that moves from one page to another meanwhile may be told twice. */
export function createServerOrigin(client: MlflowClient): MlflowOrigin {
  return {
    url: client.url,
    readAll: async options => {
      await readAll(client, options);
      return { strangers: [] };
    },
    readModel: (name, options) => readModel(client, name, options),
    readRuns: (runIds, options) => readRunsById(client, runIds, options),
    listFiles: (version, _run, options) => listVersionFiles(client, version, options),
    findDownloadUri: (place, options) => undefinedWhenMissing(client.getDownloadUri(place, options)),
  };
}

/** Both searches run side by side: the first models are known while the versions are on their way. */
async function readAll(
  client: MlflowClient,
  { signal, onModels, onVersions }: ReadAllOptions,
): Promise<void> {
  const models = searchPages(client.searchModels, { signal }, modelPageSizes, rows =>
    onModels(rows.filter(model => !isPrompt(model))),
  );
  const versions = searchPages(client.searchVersions, { signal }, versionPageSizes, onVersions);
  // Both have ended before the failure of either is told.
  const ends = await Promise.allSettled([models, versions]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function readModel(
  client: MlflowClient,
  name: string,
  options: CallOptions = {},
): Promise<MlflowContent | undefined> {
  const versions: MlflowVersion[] = [];
  const query = { ...options, filter: filterByName('name', name) };
  const listed = searchPages(client.searchVersions, query, versionPageSizes, rows => {
    versions.push(...rows.filter(version => version.model === name));
  });
  const [model] = await Promise.all([client.getModel(name, options), listed]);
  return model === undefined || isPrompt(model) ? undefined : { model, versions };
}

function isPrompt({ tags }: MlflowModel): boolean {
  return tags[promptTag]?.toLowerCase() === 'true';
}
