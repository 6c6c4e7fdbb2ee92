import { statSync } from 'node:fs';
import { NotFoundError } from '../../../core/errors/app-error.ts';
import type { Stranger } from '../../../core/registry/registry-index.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { innerFolder, listFolder, type StoreFolder } from './list-folder.ts';
import { storeLimits } from './store-limits.ts';
import { createStranger, linkWords } from './store-problem.ts';

/** The folder of a store's models, and what may be models in it. */
export type ModelFolders = {
  readonly models: StoreFolder;
  readonly names: readonly string[];
  /** What stands among them and is none. */
  readonly strangers: readonly Stranger[];
};

/**
 * The folders of models of a store; none where nothing was registered in it.
 * @throws NotFoundError registry-not-found, registry-not-a-folder; or Node's error
 */
export function listModels(root: string): ModelFolders {
  const models = innerFolder({ path: root, shown: '' }, 'models');
  const inRoot = listFolder(root);
  if (inRoot === undefined) throw describeNoStore(root);
  if (inRoot.links.includes('models'))
    return { models, names: [], strangers: [createStranger('models', linkWords)] };
  const { folders, files, links } = listFolder(models.path) ?? { folders: [], files: [], links: [] };
  const at = (name: string): string => `${models.shown}/${name}`;
  return {
    models,
    names: folders.slice(0, storeLimits.models),
    strangers: [
      ...links.map(name => createStranger(at(name), linkWords)),
      // What systems and tools leave in every folder begins with a dot.
      ...files
        .filter(name => !name.startsWith('.'))
        .map(name => createStranger(at(name), 'a file, not a model')),
    ],
  };
}

function describeNoStore(root: string): NotFoundError {
  const shown = makeSafeText(root);
  return statSync(root, { throwIfNoEntry: false }) === undefined
    ? new NotFoundError('registry-not-found', `There is no MLflow file store at ${shown}.`)
    : new NotFoundError('registry-not-a-folder', `${shown} is not a folder.`);
}
