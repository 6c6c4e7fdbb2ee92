/**
 * One entry of a model's history: the truth about what moved, in order. Stored as canonical JSON, one file per generation.
 * An entry is immutable; its sha256 is the `previousDigest` of the next one, which makes the history a chain.
 */
export type HistoryEntry = {
  /**
   * Format of this record; readers refuse a larger number. 2 or 3 where it says something that readers of a smaller one would take for
   * damage: see {@link formatOf}.
   */
  readonly format: 1 | 2 | 3;
  readonly model: string;
  /** 1 for the first entry of a model, then one more each. */
  readonly generation: number;
  /** sha256 (hex) of the canonical JSON of the entry before; null at generation 1. */
  readonly previousDigest: string | null;
  /** The same for all entries one act writes for a model; a lost answer is recognised by it. */
  readonly operationId: string;
  /** ISO 8601 UTC, by the writer's clock. Order is by generation, never by time. */
  readonly at: string;
  readonly actor: string;
  readonly action: HistoryAction;
  /** Aliases this entry moves. Empty for entries that only record facts. */
  readonly moves: readonly Move[];
  readonly facts: readonly Fact[];
  readonly reason: string | null;
  readonly gate: GateRecord;
  /** Operation this entry takes back, for undo. */
  readonly reverts: string | null;
  /** Name and version of the program that wrote it. */
  readonly tool: string;
};

/** Every action a history entry can have. */
export const historyActions = [
  'adopt',
  'register',
  'promote',
  'rollback',
  'unset',
  'hold',
  'release',
  'state',
  'describe',
  'archive',
  'undo',
  'gate',
  'score',
] as const;
export type HistoryAction = (typeof historyActions)[number];

/** An alias going from one version to another, or to none. */
export type Move = { readonly alias: string; readonly from: string | null; readonly to: string | null };

/** The gate's part in an entry. NONE where no policy is bound to the alias. */
export type GateRecord = {
  readonly verdict: 'NONE' | 'PASS' | 'FAIL' | 'INCONCLUSIVE' | 'ERROR';
  /** True when the actor overrode the gate with a reason; marked for ever. */
  readonly overridden: boolean;
  /** What the verdict stands on; left out for NONE, for a missing verdict, and by older programs. */
  readonly bound?: {
    readonly policy: string;
    readonly policySha256: string;
    /** Digest of the report, which names every file and its digest. */
    readonly reportSha256: string;
  };
  /** True when the verdict is the word of a status file that is bound to nothing, taken on purpose. */
  readonly unbound?: true;
};

/** Something recorded beside the moves. */
export type Fact =
  | {
      readonly kind: 'registered';
      readonly version: string;
      readonly metadataSha256: string;
      /** The registration was cut off and finished by something else than the same one asked for again; left out otherwise. */
      readonly finishedLater?: true;
    }
  | { readonly kind: 'held'; readonly version: string | null }
  | { readonly kind: 'released'; readonly version: string | null }
  | {
      readonly kind: 'state';
      readonly version: string;
      readonly from: VersionState;
      readonly to: VersionState;
    }
  /** As typed where the registry leads: whoever shows it makes it safe. Null: nothing was said of it. */
  | {
      readonly kind: 'described';
      readonly version: string | null;
      readonly notes: string | null;
      readonly tags: readonly string[] | null;
      /** Of a model only. Left out by older programs, and where nothing was said. */
      readonly description?: string;
      /** Of a model only. */
      readonly owner?: string;
    }
  /** Metrics measured after registration; each replaces what was known of it before. Only finite numbers. */
  | { readonly kind: 'scored'; readonly version: string; readonly metrics: Readonly<Record<string, number>> }
  | { readonly kind: 'digest'; readonly version: string; readonly check: DigestCheck }
  | ({ readonly kind: 'gated' } & GatedFact)
  | ({ readonly kind: 'published' } & PublishedFact)
  | {
      readonly kind: 'rolled-back-before';
      readonly version: string;
      readonly target: string;
      readonly at: string;
      readonly actor: string;
      readonly reason: string;
    };

/** A gate's verdict on a version, for promoting it to an alias. The report is kept in the registry under its digest. */
export type GatedFact = {
  readonly version: string;
  readonly alias: string;
  readonly verdict: 'PASS' | 'FAIL' | 'INCONCLUSIVE' | 'ERROR';
  readonly policy: string;
  readonly policySha256: string;
  readonly reportSha256: string;
  /** ISO 8601 UTC. */
  readonly evaluatedAt: string;
  /** ISO 8601 UTC: from then on it counts no more. */
  readonly expiresAt: string;
};

/** Where a version was published, as it was read back. */
export type PublishedFact = {
  readonly version: string;
  /** Address of the hub. */
  readonly hub: string;
  /** `ORG/NAME`. */
  readonly repository: string;
  readonly tag: string;
  /** Id of the commit the tag stands on. */
  readonly commit: string;
};

/** What was known about a version's artifact when it was moved to. */
export type DigestCheck = 'verified' | 'unverified' | 'nothing-recorded';

/** States of a version, S2's words. */
export const versionStates = [
  'draft',
  'training',
  'completed',
  'deployed',
  'deprecated',
  'archived',
] as const;
export type VersionState = (typeof versionStates)[number];

/** No policy is bound, and nothing was overridden. */
export const noGate: GateRecord = { verdict: 'NONE', overridden: false };
