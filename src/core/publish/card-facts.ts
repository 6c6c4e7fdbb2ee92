import type { Verdict } from '../gate/report.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import type { LineageFacts, Metrics, TrainingFacts } from '../registry/version.ts';
import type { PublishedFile } from './publication.ts';

/** What a gate said of the version, for an alias. */
export type CardGate = {
  readonly alias: string;
  readonly verdict: Verdict;
  readonly policy: string;
  /** ISO 8601 UTC. */
  readonly evaluatedAt: string;
};

/** A gate that was overridden to make the version live. */
export type CardOverride = {
  readonly alias: string;
  readonly verdict: Verdict | 'NONE';
  readonly reason: string | null;
  /** ISO 8601 UTC; null where it is about to happen. */
  readonly at: string | null;
};

/**
 * Everything a model card can say, as it is known: nothing computed, nothing rounded. Texts are safe to show; the card escapes them for
 * Markdown and YAML. No person, no path of a machine and no address of the registry is among them: others read it.
 */
export type CardFacts = {
  /** `ORG/NAME`. */
  readonly repository: string;
  readonly model: string;
  readonly version: string;
  /** Tag in the repository. */
  readonly tag: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string | undefined;
  readonly description: string | undefined;
  readonly notes: string | undefined;
  readonly tags: readonly string[];
  /** As measured. */
  readonly metrics: Metrics;
  /** How the evidence writes them, by their names; of those without one the number is all there is. */
  readonly numberTexts: ReadonlyMap<string, string>;
  readonly gates: readonly CardGate[];
  readonly overrides: readonly CardOverride[];
  /** As the hub names it: `apache-2.0`. */
  readonly license: string | undefined;
  readonly parent: string | undefined;
  readonly training: TrainingFacts;
  readonly lineage: LineageFacts | undefined;
  /** Files of the model, by path. */
  readonly files: readonly Pick<PublishedFile, 'path' | 'bytes' | 'sha256'>[];
  readonly registry: { readonly name: string; readonly kind: RegistryKind };
  /** That registered it; undefined where the history does not know. */
  readonly operationId: string | undefined;
  /** sha256 of the record of the registration. */
  readonly recordSha256: string | undefined;
};

/** Metrics that are measured: what weights made of them is none. In the order of their names. Pure. */
export function listMeasured(metrics: Metrics): readonly (readonly [name: string, value: number])[] {
  return (
    Object.entries(metrics)
      .filter(([name, value]) => !name.startsWith('contribution_') && Number.isFinite(value))
      // JSON has no zero below zero.
      .map(([name, value]) => [name, value === 0 ? 0 : value] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
  );
}
