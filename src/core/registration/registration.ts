import type { Json } from '../history/canonical-json.ts';
import type { LineageFacts, Metrics, TrainingFacts } from '../registry/version.ts';

/** What a new version is made of. Paths are on this machine, absolute. */
export type Registration = {
  readonly model: string;
  /** undefined: the next free number. */
  readonly version: string | undefined;
  /** Weights: a file that is hashed and stays where it is, a name that is no local file, or nothing. */
  readonly weights: WeightsReference | undefined;
  /** Small JSON files copied into the version, by the part they play. */
  readonly evidence: readonly EvidenceFile[];
  /** The pipeline configuration, stored whole; null when none was given. */
  readonly configuration: Json;
  /** File the configuration was read from; undefined when it came from somewhere else. */
  readonly configurationPath?: string | undefined;
  /** Folder of the evaluation that evidence was found in; undefined when every file was named. */
  readonly resultsPath?: string | undefined;
  /** Version this one was made from. */
  readonly parent: string | undefined;
  /** Version that was live, or else newest, when this one was registered: S0's field. */
  readonly previousVersion: string | undefined;
  readonly notes: string | undefined;
  /** Why it is registered, for the record; what the notes say where it is not said. */
  readonly reason?: string | undefined;
  readonly tags: readonly string[];
  readonly training?: TrainingFacts | undefined;
  readonly lineage?: LineageFacts | undefined;
  /** Metrics that are known at registration, beside those of its evidence. */
  readonly metrics?: Metrics | undefined;
  /** Where its files are, as text: nothing is copied and nothing is looked at. */
  readonly filePaths?: FilePaths | undefined;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly actor: string;
};

/** Paths of a version's files, S2's four. */
export type FilePaths = {
  readonly lora?: string | undefined;
  readonly gguf?: string | undefined;
  readonly checkpoint?: string | undefined;
  readonly config?: string | undefined;
};

/** Where the weights are. */
export type WeightsReference =
  | { readonly at: 'local'; readonly path: string }
  | { readonly at: 'elsewhere'; readonly text: string };

/** A file to copy into the version. `role` is S0's label for it; `metrics` is S1's metrics.json, whose numbers the version gets. */
export type EvidenceFile = {
  readonly role:
    | 'eval_summary'
    | 'bias_report'
    | 'pipeline_config'
    | 'metrics'
    | 'smoke_summary'
    | 'tuning_report'
    | 'other';
  readonly path: string;
  /** What it is called in the version; undefined: as it is called where it comes from. */
  readonly name?: string | undefined;
};

/** What a file of evidence is called in the version. Pure. */
export function nameInVersion({ name, path }: EvidenceFile): string {
  return name ?? path.slice(path.lastIndexOf('/') + 1);
}
