import type { Training } from './requests.ts';

/**
 * What is answered to a program that imports lastgood, as types. The build puts the files of this folder together into
 * dist/api.d.ts, so that what is checked here is what is shipped: they import types, and only each other's.
 */

export type VersionState = 'draft' | 'training' | 'completed' | 'deployed' | 'deprecated' | 'archived';

/** Metrics by name; finite numbers only. */
export type Metrics = Readonly<Record<string, number>>;

/** What a write did. `unchanged`: everything was as asked already. What could not be done rejects. */
export type Receipt = {
  readonly outcome: 'applied' | 'unchanged';
  readonly act: string;
  readonly title: string;
  readonly model: string;
  readonly operationId: string;
  readonly actor: string;
  /** Entries in the history of the model after it. */
  readonly generation: number;
  /** Of a registration: the version that was added. */
  readonly version: string | null;
  readonly steps: readonly {
    readonly kind: string;
    readonly target: string;
    readonly expected: string | null;
    readonly value: string | null;
    readonly state: string;
  }[];
  /** What else to know, for example whose move it overwrote. */
  readonly notices: readonly string[];
  /** The command line that does the same. */
  readonly command: string;
  /** The one that takes it back. */
  readonly undo: string | null;
};

/** A version in a list. */
export type VersionEntry = {
  readonly version: string;
  readonly whole: 'complete' | 'incomplete' | 'damaged';
  /** Why it cannot be used, of one that is not complete. */
  readonly problem: string | null;
  readonly state: VersionState;
  /** It is live under. */
  readonly aliases: readonly string[];
  /** ISO 8601 UTC. */
  readonly createdAt: string | null;
  readonly metrics: Metrics;
  readonly notes: string | null;
  readonly tags: readonly string[];
  /** What is odd about its record without making it unusable. */
  readonly oddities: readonly string[];
};

/** Everything known of a version. */
export type VersionDetails = VersionEntry & {
  readonly model: string;
  readonly artifacts: readonly {
    readonly name: string;
    readonly role: 'weights' | 'evidence' | 'configuration';
    readonly sha256: string | null;
    readonly sizeBytes: number | null;
  }[];
  /** What the headers of its weights on this machine say. */
  readonly weights: readonly WeightsEntry[];
  readonly configuration: Readonly<Record<string, string>>;
  readonly parent: string | null;
  readonly training: { readonly [Fact in keyof Training]-?: NonNullable<Training[Fact]> | null } | null;
  readonly lineage: { readonly dataSources: readonly string[]; readonly gitCommit: string | null } | null;
};

export type WeightsEntry = {
  readonly name: string;
  readonly state: 'read' | 'truncated' | 'unreadable' | 'elsewhere';
  readonly problem: string | null;
  readonly header: {
    readonly format: 'GGUF' | 'safetensors';
    readonly architecture: string | null;
    readonly parameterCount: number | null;
    readonly quantisation: string | null;
    /** In tokens. */
    readonly contextLength: number | null;
  } | null;
};

export type ModelEntry = {
  readonly model: string;
  readonly versionCount: number;
  readonly newest: string | null;
  readonly aliases: readonly { readonly alias: string; readonly version: string | null }[];
};

/** A model in figures. */
export type ModelSummary = {
  readonly model: string;
  readonly description: string | null;
  readonly owner: string | null;
  readonly notes: string | null;
  readonly tags: readonly string[];
  readonly versionCount: number;
  readonly states: readonly { readonly state: VersionState; readonly versionCount: number }[];
  readonly live: readonly { readonly alias: string; readonly version: string }[];
  readonly newest: { readonly version: string; readonly state: VersionState } | null;
  readonly bestBy: readonly { readonly metric: string; readonly version: string; readonly value: number }[];
  readonly training: {
    readonly versionCount: number;
    readonly costUsd: number | null;
    readonly durationHours: number | null;
  };
};

/** A version that is live. */
export type LiveVersion = { readonly model: string; readonly alias: string; readonly version: string };

type ValueChange = { readonly name: string; readonly before: string | null; readonly after: string | null };

/** Two versions side by side; of what is not a metric only what differs. */
export type Comparison = {
  readonly model: string;
  readonly before: string;
  readonly after: string;
  readonly metrics: readonly {
    readonly metric: string;
    readonly unit: string;
    readonly before: number | null;
    readonly after: number | null;
    readonly difference: number | null;
    readonly verdict: 'better' | 'worse' | 'same' | 'changed' | 'only-before' | 'only-after';
  }[];
  readonly configuration: readonly ValueChange[];
  readonly artifacts: readonly ValueChange[];
  readonly training: readonly ValueChange[];
  readonly lineage: readonly ValueChange[];
  /** What keeps the comparison from being whole. */
  readonly gaps: readonly string[];
};

/** The versions that have a metric, best first. */
export type Ranking = {
  readonly model: string;
  readonly metric: string;
  readonly unit: string;
  readonly best: 'highest' | 'lowest';
  readonly versions: readonly {
    readonly version: string;
    readonly value: number;
    readonly state: VersionState;
    readonly aliases: readonly string[];
  }[];
};

/** A version by name. */
export type VersionName = { readonly model: string; readonly version: string };

/** A version that another one comes from, or that comes from it. */
export type LineageStep = VersionName & {
  readonly relation: string;
  /** Links from the version asked about, at least 1. */
  readonly distance: number;
  readonly state: VersionState | null;
  readonly aliases: readonly string[];
};

/** Where a version comes from and what comes from it, in other models too. */
export type Lineage = {
  /** Nearest first. */
  readonly ancestors: readonly LineageStep[];
  readonly descendants: readonly LineageStep[];
  /** What it was trained on, then what its ancestors were, nearest first. */
  readonly data: readonly (VersionName & {
    readonly distance: number;
    readonly dataSources: readonly string[];
  })[];
  readonly problems: readonly {
    readonly kind: 'cycle' | 'missing-parent' | 'conflict' | 'not-registered';
    readonly message: string;
  }[];
};
