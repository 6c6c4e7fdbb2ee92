import { findHead } from '../../src/core/apply/append-drafts.ts';
import type { EntryDraft } from '../../src/core/history/entry-draft.ts';
import { placeDraft } from '../../src/core/history/entry-draft.ts';
import type { Planning } from '../../src/core/plan/planning.ts';
import type { StoredEntry } from '../../src/core/ports/history-log.ts';
import { judgeModel, type ModelStatus } from '../../src/core/registry/model-status.ts';
import {
  emptyModel,
  type ModelIndex,
  type Pointer,
  type RegistryIndex,
} from '../../src/core/registry/registry-index.ts';
import { allCapabilities } from './capabilities.ts';
import { sha256OfText, store } from './sample-entries.ts';

/** A model on a server that leads, for a test of core: v1 to v<count>, and which of them stand where. */
export type ServerModel = {
  readonly count: number;
  /** Versions by stage, oldest first. */
  readonly stages?: Readonly<Partial<Record<'Production' | 'Staging' | 'Archived', readonly string[]>>>;
  /** Versions by alias. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly entries?: readonly StoredEntry[];
  readonly index?: Partial<ModelIndex>;
  readonly registry?: Partial<RegistryIndex>;
};

/** The model `rag` of such a server as planners are given it. */
export function serverPlanning({
  count,
  stages = {},
  aliases = {},
  entries = [],
  ...more
}: ServerModel): Planning {
  const archived = stages.Archived ?? [];
  const versions = Array.from({ length: count }, (_, at) => ({
    version: `v${at + 1}`,
    whole: 'complete' as const,
    state: archived.includes(`v${at + 1}`) ? ('archived' as const) : undefined,
  }));
  const pointers: readonly Pointer[] = [
    ...(['Production', 'Staging'] as const)
      .filter(alias => (stages[alias] ?? []).length > 0)
      .map(alias => ({ ...pointerTo(alias, stages[alias] ?? []), isStage: true as const })),
    ...Object.entries(aliases).map(([alias, version]) => pointerTo(alias, [version])),
  ];
  const model: ModelIndex = { ...emptyModel('rag'), versions, pointers, entries, ...more.index };
  const index: RegistryIndex = {
    ...{ kind: 'mlflow', leads: 'registry', adoption: 'adopted', models: [model], strangers: [] },
    ...{ sharedProblems: [], operations: [], readAt: '2026-11-21T03:00:00.000Z' },
    ...more.registry,
  };
  return {
    index,
    status: judgeModel(model, index, sha256OfText),
    reader: {
      identity: { name: 'test', kind: 'mlflow', place: 'http://127.0.0.1:5000' },
      capabilities: { ...allCapabilities, compareAndSwap: false },
      describeProjections: () => [],
      describeRegistration: () => [],
    },
    actor: 'anna',
    operationId: `operation-${entries.length + 1}`,
    protection: { protectedAliases: [], registryPrefix: undefined },
    now: '2026-11-21T03:00:00.000Z',
  };
}

/** The same, judged. */
export function serverStatus(model: ServerModel): ModelStatus {
  return serverPlanning(model).status;
}

/** Entries with more of them behind, each as a draft of an operation of its own. */
export function record(
  entries: readonly StoredEntry[],
  drafts: readonly (Pick<EntryDraft, 'moves'> & Partial<EntryDraft>)[],
  operationId?: string,
): readonly StoredEntry[] {
  const chain = [...entries];
  for (const draft of drafts) {
    const whole: EntryDraft = {
      ...{ action: 'promote', facts: [], reason: 'test', reverts: null },
      ...{ gate: { verdict: 'NONE', overridden: false }, ...draft },
    };
    const origin = {
      ...{ model: 'rag', actor: 'anna', tool: 'test' },
      operationId: operationId ?? `operation-${chain.length + 1}`,
    };
    chain.push(store(placeDraft(whole, origin, findHead(chain), '2026-11-21T03:00:00.000Z')));
  }
  return chain;
}

/** Two entries that were written after the same one, and whose order nobody knows. */
export function recordTie(
  entries: readonly StoredEntry[],
  one: Parameters<typeof record>[1][number],
  other: Parameters<typeof record>[1][number],
): readonly StoredEntry[] {
  const tied = [one, other].flatMap((draft, at) =>
    record(entries, [draft], `tied-${entries.length + 1}-${at}`).slice(entries.length),
  );
  return [...entries, ...tied.map(stored => ({ ...stored, orderUnknown: true as const }))];
}

function pointerTo(alias: string, versions: readonly string[]): Pointer {
  const base = { alias, target: alias, scope: 'own' } as const;
  const version = versions.at(-1);
  if (version === undefined) return { ...base, reading: { state: 'absent' } };
  const others = versions.slice(0, -1);
  return { ...base, reading: { state: 'names', version, ...(others.length === 0 ? {} : { others }) } };
}
