import type { RegistryKind } from './registry-index.ts';

/** What is on record of a version, as people find it in a registry. The words follow "its". */
export type RecordWords = {
  /** What was written when it was registered and never changes. */
  readonly registration: string;
  /** What its digest is taken of. */
  readonly standing: string;
};

/** The words for each kind of registry. */
export const recordWords: Readonly<Record<RegistryKind, RecordWords>> = {
  directory: { registration: 'metadata.json', standing: 'metadata.json' },
  catalog: { registration: 'registration record', standing: 'row in the catalogue' },
  mlflow: { registration: 'version on the server', standing: 'version on the server' },
  dvc: { registration: 'DVC output', standing: 'DVC output' },
};
