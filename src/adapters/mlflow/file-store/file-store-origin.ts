import { withFileErrors } from '../../files/file-errors.ts';
import type { MlflowContent, MlflowOrigin } from '../origin.ts';
import { findArtifacts } from './find-artifacts.ts';
import { listArtifactsAt } from './list-artifacts.ts';
import { listModels } from './list-models.ts';
import { readAllModels } from './read-all-models.ts';
import { readRuns } from './read-runs.ts';
import { limitStrangers } from './store-problem.ts';
import { findAddresses } from './version-addresses.ts';

/** What a file store needs from outside. */
export type FileStoreOptions = {
  /** Milliseconds since the epoch; the clock of this machine unless told. */
  readonly now?: (() => number) | undefined;
};

/**
 * An MLflow file store (`mlruns`) as it stands on this machine, read anew each time and never written: nothing here can write. Links inside
 * of it are not followed. What cannot be read of a version, a model or a tag hides nothing else; it is named.
 *
 * Reads throw NotFoundError `registry-not-found` or `registry-not-a-folder`, and UnavailableError `permission-denied` or
 * `file-system-failed` where a folder of all models, or of experiments, cannot be listed.
 * @param root absolute path, as `findFileStoreRoot` gives it
 * @see https://github.com/mlflow/mlflow/blob/master/mlflow/store/model_registry/file_store.py
 */
export function createFileStoreOrigin(root: string, { now = Date.now }: FileStoreOptions = {}): MlflowOrigin {
  const read = <Result>(work: () => Promise<Result>): Promise<Result> =>
    withFileErrors('read the MLflow file store', root, work);
  return {
    url: root,
    readAll: ({ signal, onModels, onVersions }) =>
      read(async () => {
        const { models, names, strangers } = listModels(root);
        const onPage = (page: readonly MlflowContent[]): void => {
          onModels(page.map(({ model }) => model));
          onVersions(page.flatMap(({ versions }) => versions));
        };
        const more = await readAllModels({ models, names, now, signal, onPage });
        return { strangers: limitStrangers([...strangers, ...more]) };
      }),
    readModel: (name, { signal } = {}) =>
      read(async () => {
        const { models, names } = listModels(root);
        const contents: MlflowContent[] = [];
        const onPage = (page: readonly MlflowContent[]): void => void contents.push(...page);
        // By comparing with what stands there: no text becomes part of a path, and letters that differ in size only stay apart.
        await readAllModels({ models, names: names.filter(found => found === name), now, signal, onPage });
        return contents[0];
      }),
    readRuns: (runIds, { signal } = {}) => read(() => readRuns(root, runIds, now, signal)),
    listFiles: ({ model, version }) =>
      read(async () => {
        const { models } = listModels(root);
        const addresses = findAddresses(models, { model, version }, now());
        const places = addresses.flatMap(address => findArtifacts(root, address) ?? []);
        return places.map(listArtifactsAt).find(files => files !== undefined);
      }),
    findDownloadUri: place => read(async () => findAddresses(listModels(root).models, place, now())[0]),
  };
}
