import type { EvidenceFile } from '../evidence/evidence-file.ts';
import type { BoundPolicy, EvidenceSource } from '../gate/policy.ts';
import type { ReadOptions } from './registry.ts';

/** A place with files of evidence: a results folder, or a version in a registry. */
export interface EvidenceFolder {
  /** For people. */
  readonly place: string;
  /**
   * What there is of each source, in the order asked. Never rejects for what is wrong with a file: the answer says it.
   * @throws NotFoundError results-not-found; InvalidInputError results-not-found when it is no folder
   */
  loadEvidence(sources: readonly EvidenceSource[], options?: ReadOptions): Promise<readonly EvidenceFile[]>;
}

/** Policies by name, and which of them are in force where. */
export interface PolicyShelf {
  /**
   * What is bound to an alias of a model: all bindings of the configuration that fit, as one policy. Undefined: none.
   * @throws InvalidInputError invalid-policy; NotFoundError policy-not-found
   */
  findBound(model: string, alias: string): Promise<BoundPolicy | undefined>;
  /**
   * A built-in or configured policy by name, or one in a file.
   * @throws InvalidInputError invalid-policy; NotFoundError policy-not-found
   */
  getPolicy(nameOrPath: string): Promise<BoundPolicy>;
}
