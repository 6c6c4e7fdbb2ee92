import type { HistoryEntry } from '../../src/core/history/entry.ts';
import type { Planning } from '../../src/core/plan/planning.ts';
import { judgeModel, type ModelStatus } from '../../src/core/registry/model-status.ts';
import {
  emptyModel,
  type IndexedVersion,
  type ModelIndex,
  type Pointer,
  type PointerReading,
  type RegistryIndex,
} from '../../src/core/registry/registry-index.ts';
import { allCapabilities } from './capabilities.ts';
import { sampleEntry, sha256OfText, store } from './sample-entries.ts';

/** What a model of a catalog is made of, for a test of core: no file stands behind it. */
export type CatalogModel = {
  /** v1 to v<count>, each in this state by the file; `undefined` where the file says none. */
  readonly states: readonly IndexedVersion['state'][];
  /** What the file says is deployed, oldest first. */
  readonly deployed?: readonly string[];
  readonly entries?: readonly Partial<HistoryEntry>[];
  readonly index?: Partial<ModelIndex>;
  readonly registry?: Partial<RegistryIndex>;
};

/** The model `rag` of a catalog as planners are given it. */
export function catalogPlanning({ states, deployed = [], entries = [], ...changes }: CatalogModel): Planning {
  const versions = states.map((state, at) => ({ version: `v${at + 1}`, whole: 'complete' as const, state }));
  const chain: ReturnType<typeof store>[] = [];
  for (const [at, change] of entries.entries()) {
    const previousDigest = chain.at(-1)?.digest ?? null;
    chain.push(store(sampleEntry(at + 1, { previousDigest, ...change })));
  }
  const pointers: readonly Pointer[] = [
    { alias: 'deployed', target: 'registry.json', scope: 'own', reading: readingOf(deployed) },
  ];
  const model: ModelIndex = { ...emptyModel('rag'), versions, pointers, entries: chain, ...changes.index };
  const index: RegistryIndex = {
    ...{ kind: 'catalog', adoption: 'adopted', models: [model], strangers: [], sharedProblems: [] },
    ...{ operations: [], readAt: '2026-11-21T03:00:00.000Z' },
    ...changes.registry,
  };
  return {
    index,
    status: judgeModel(model, index, sha256OfText),
    reader: {
      identity: { name: 'test', kind: 'catalog', place: '/registry.json' },
      capabilities: allCapabilities,
      describeProjections: () => [],
      describeRegistration: () => [],
    },
    actor: 'anna',
    operationId: 'operation-new',
    protection: { protectedAliases: [], registryPrefix: undefined },
    now: '2026-11-21T03:00:00.000Z',
  };
}

/** The same, judged. */
export function catalogStatus(model: CatalogModel): ModelStatus {
  return catalogPlanning(model).status;
}

/** An entry's part that moves `deployed`. */
export function moveDeployed(from: string | null, to: string | null): Pick<HistoryEntry, 'moves'> {
  return { moves: [{ alias: 'deployed', from, to }] };
}

function readingOf(deployed: readonly string[]): PointerReading {
  const version = deployed.at(-1);
  if (version === undefined) return { state: 'absent' };
  const others = deployed.slice(0, -1);
  return { state: 'names', version, ...(others.length === 0 ? {} : { others }) };
}
