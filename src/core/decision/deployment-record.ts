import type { RegistryKind } from '../registry/registry-index.ts';
import type { Decision } from './decide.ts';

/** Everything the files of a deployment are made of: what was decided about a model and what was done then. */
export type DeploymentRecord = {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Unique; names the same run in all files. null when it failed before there was a registry to ask. */
  readonly runId: string | null;
  readonly tool: string;
  /** null where it could not be found out which one is meant. */
  readonly model: string | null;
  readonly alias: string;
  /** Kind of the registry that was asked; null when it failed before there was one. */
  readonly registryKind: RegistryKind | null;
  /** Run that made the model, by its location; null where nothing says. */
  readonly candidateRunId: string | null;
  /** What the decision was made from; null when it could not be read. */
  readonly evidence: { readonly name: string; readonly sha256: string } | null;
  /** null when none could be made: `problem` says why. */
  readonly decision: Decision | null;
  /** Whether it was asked to deploy by force. */
  readonly forced: boolean;
  /** In force; null when the configuration could not be read. */
  readonly minImprovement: number | null;
  /** What went wrong, then or later; null when all that was to be done was done. */
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** What was done about it in the registry. */
  readonly done: DeploymentDone;
  /** What should be noticed. */
  readonly warnings: readonly string[];
  /** Where it was logged as a run; null when it was not. */
  readonly loggedRun: LoggedRun | null;
};

/** A run of a tracking server. */
export type LoggedRun = {
  /** Address of the server, without any secret. */
  readonly url: string;
  readonly experiment: string;
  readonly runId: string;
};

/** What stands as it was to be; nulls where it does not. */
export type DeploymentDone = {
  readonly registeredVersion: string | null;
  /** Where it stands published. */
  readonly published: PublishedPlace | null;
  readonly promotedTo: string | null;
};

/** A repository of a hub, and the address in it for people. */
export type PublishedPlace = { readonly repository: string; readonly url: string };

/** Nothing was changed. */
export const nothingDone: DeploymentDone = { registeredVersion: null, published: null, promotedTo: null };

/** A time as Python reads and writes it: `2026-11-21T03:00:00.500+00:00`. Pure. */
export function formatDeploymentTime(at: string): string {
  return at.replace(/Z$/, '+00:00');
}

/** JSON as S1's files have it: two spaces, no line break at the end. Pure. */
export function formatDeploymentJson(value: object): string {
  return JSON.stringify(value, undefined, 2);
}
