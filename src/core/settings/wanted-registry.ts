import type { RegistryKind } from '../registry/registry-index.ts';

/** A place somebody wants opened, before anyone has looked at it. */
export type WantedRegistry = {
  /** Configured name; undefined: it is called by the last part of its path. */
  readonly name: string | undefined;
  /** As written: relative to the working folder, or absolute. */
  readonly path: string;
  /** undefined: found out by looking at the place. */
  readonly kind: RegistryKind | undefined;
  /** Where it was named, for messages: `--registry`, `LASTGOOD_REGISTRY`, the path of a configuration file. */
  readonly said: string;
  /** `if-there`: nobody named it, so nothing is wrong when it is missing. */
  readonly need: 'required' | 'if-there';
};
