import { hash } from 'node:crypto';
import { join } from 'node:path';

/** Where the parts of what is kept on this machine of an MLflow registry are. Absolute paths. */
export type MlflowPlaces = {
  /** The folder of all of it. */
  readonly root: string;
  readonly own: string;
  readonly operations: string;
  readonly temporary: string;
  readonly evidence: string;
  /** Everything as it was when the server was last read to its end. */
  readonly snapshot: string;
  /** One file for each model that was read alone after that. */
  readonly models: string;
};

/** The places in a folder (an absolute path). Pure. */
export function placeMlflow(root: string): MlflowPlaces {
  const own = join(root, '.lastgood');
  return {
    root,
    own,
    operations: join(own, 'operations'),
    temporary: join(own, 'tmp'),
    evidence: join(own, 'evidence'),
    snapshot: join(own, 'snapshot.json'),
    models: join(own, 'models'),
  };
}

/** The file of a model that was read alone: MLflow takes any text for a name, so its digest stands for it. Pure. */
export function placeModel({ models }: MlflowPlaces, name: string): string {
  return join(models, `${hash('sha256', name).slice(0, 40)}.json`);
}
