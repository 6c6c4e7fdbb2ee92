import type { BucketAddress } from '../ports/object-store.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import type { PushChoice } from './push-choice.ts';
import type { ServerAddress } from './server-address.ts';
import type { ServingChoice } from './settings.ts';
import type { TransportName } from './transport-name.ts';

/** A bucket as it was named. */
export type WantedBucket = {
  readonly address: BucketAddress;
  /** Folder of the local copy that its configuration names. */
  readonly cache: string | undefined;
  /** Way to it that its configuration, or a flag or variable stronger than that, names. */
  readonly transport: TransportName | undefined;
};

/** An MLflow server as it was named. */
export type WantedServer = {
  readonly address: ServerAddress;
  /** Folder of what was last read of it that its configuration names. */
  readonly cache: string | undefined;
};

/** A place somebody wants opened, before anyone has looked at it. */
export type WantedRegistry = {
  /** Configured name; undefined: it is called by the last part of its path. */
  readonly name: string | undefined;
  /** As written: relative to the working folder, absolute, `gs://bucket/prefix`, or the address of a server without its login. */
  readonly path: string;
  /** Where `path` is the address of a bucket: which one. */
  readonly bucket: WantedBucket | undefined;
  /** Where `path` is the address of a server: which one. */
  readonly server?: WantedServer | undefined;
  /** undefined: found out by looking at the place. */
  readonly kind: RegistryKind | undefined;
  /** Of a catalogue: path of its file of lineage, as it is configured; undefined: beside the file of models. */
  readonly lineage?: string | undefined;
  /** Of DVC: its file of endpoints, as it is configured. */
  readonly ollama?: ServingChoice | undefined;
  /** Of DVC: what a move sends away; undefined: both. */
  readonly push?: PushChoice | undefined;
  /** Where it was named, for messages: `--registry`, `LASTGOOD_REGISTRY`, the path of a configuration file. */
  readonly said: string;
  /** `if-there`: nobody named it, so nothing is wrong when it is missing. */
  readonly need: 'required' | 'if-there';
  /** Nobody named that either: what is meant where nothing stands. */
  readonly otherwise?: WantedRegistry | undefined;
};
