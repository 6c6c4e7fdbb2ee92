import type { PoliciesByAlias } from '../../../../src/core/gate/gate-standing.ts';
import type { HistoryEntry } from '../../../../src/core/history/entry.ts';
import type { StoredEntry } from '../../../../src/core/ports/history-log.ts';
import { judgeModel, type ModelStatus } from '../../../../src/core/registry/model-status.ts';
import type { ModelIndex, Pointer, RegistryIndex } from '../../../../src/core/registry/registry-index.ts';
import type { Version, VersionRecord } from '../../../../src/core/registry/version.ts';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import type { ModelOverview, RegistryOverview } from '../../../../src/core/session/load-overview.ts';
import type { Context, Size } from '../../../../src/ui/runtime/screen.ts';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { sampleEntry, sha256OfText, store } from '../../../support/sample-entries.ts';
import { fruitStart } from '../../runtime/fruit-app.tsx';

/** The time at which the screens of the tests are seen. */
export const now = '2026-11-21T08:45:00.000Z';

/** When the registry of the tests was read. */
export const readAt = '2026-11-21T08:44:57.000Z';

/** Surroundings of a screen in a terminal of a size, header and footer taken off. */
export function contextAt(columns: number, rows = 24, changes: Partial<Context> = {}): Context {
  const size: Size = { columns, rows: rows - 4 };
  const { surroundings } = fruitStart;
  return { ...surroundings, theme: createTheme('mono', 'unicode'), size, now, activity: [], ...changes };
}

/** A chain of entries of one model, each at its own generation. */
export function chainOf(model: string, changes: readonly Partial<HistoryEntry>[]): readonly StoredEntry[] {
  const chain: StoredEntry[] = [];
  for (const [place, change] of changes.entries()) {
    const previousDigest = chain.at(-1)?.digest ?? null;
    chain.push(store(sampleEntry(place + 1, { model, previousDigest, ...change })));
  }
  return chain;
}

/** An entry's part that moves `latest`. */
export function moveLatest(from: string | null, to: string | null): Pick<HistoryEntry, 'moves'> {
  return { moves: [{ alias: 'latest', from, to }] };
}

/** A pointer of the alias `latest` that names a version. */
export function latestPointer(model: string, version: string): Pointer {
  return {
    alias: 'latest',
    target: `${model}_latest`,
    scope: 'own',
    reading: { state: 'names', version },
  };
}

/** A model with complete versions v1 to v<count>, `latest` on what its entries say, or else on nothing. */
export function modelIndex(model: string, count: number, changes: Partial<ModelIndex> = {}): ModelIndex {
  const versions = Array.from({ length: count }, (_, place) => ({
    version: `v${place + 1}`,
    whole: 'complete' as const,
  }));
  const entries = changes.entries ?? [];
  const head = entries.at(-1)?.entry.moves.find(move => move.alias === 'latest')?.to;
  const pointers = head ? [latestPointer(model, head)] : [];
  return {
    model,
    versions,
    pointers,
    entries,
    defects: [],
    foreignRollbacks: [],
    lostOperations: [],
    ...changes,
  };
}

/** A registry of these models. */
export function registryIndex(
  models: readonly ModelIndex[],
  changes: Partial<RegistryIndex> = {},
): RegistryIndex {
  return {
    ...{
      kind: 'directory',
      adoption: 'adopted',
      models,
      strangers: [],
      sharedProblems: [],
      operations: [],
      readAt,
    },
    ...changes,
  };
}

/** A model judged alone in its registry. */
export function statusOf(index: ModelIndex, registry: RegistryIndex = registryIndex([index])): ModelStatus {
  return judgeModel(index, registry, sha256OfText);
}

/** The overview of a registry; every model has the same trend. */
export function overviewOf(registry: RegistryIndex): RegistryOverview {
  const models = registry.models.map(
    (index): ModelOverview => ({
      status: statusOf(index, registry),
      policies: new Map(),
      trendThresholds: [],
      trendMetric: 'groundedness',
      trend: [3.9, 3.7, undefined, 4.12],
    }),
  );
  return { index: registry, models };
}

/** A complete version with metrics and a file. */
export function versionOf(model: string, version: string, changes: Partial<VersionRecord> = {}): Version {
  const record: VersionRecord = {
    ...{ model, version, createdAt: '2026-11-18T10:00:00.000Z', parent: undefined, notes: undefined },
    metrics: { groundedness: 3.9, answer_relevance: 4.1, hallucination_score: 0.12, latency_avg_ms: 2310 },
    configuration: { 'retriever.name': '"vector"', 'retriever.top_k': '5' },
    artifacts: [
      {
        name: '/srv/ci/models/tiny.gguf',
        role: 'weights',
        sha256: 'ad7facb2'.repeat(8),
        sizeBytes: undefined,
      },
      { name: 'summary.json', role: 'evidence', sha256: '0123abcd'.repeat(8), sizeBytes: 1536 },
    ],
    tags: [],
    particulars: [['registered by', 'ci@example.org']],
    oddities: [],
    ...changes,
  };
  return { model, version, whole: 'complete', record };
}

/** A model with the records of all its versions. */
export function loadedVersions(
  index: ModelIndex,
  recordOf: (version: string) => Partial<VersionRecord> = () => ({}),
  policies: PoliciesByAlias = new Map(),
): LoadedVersions {
  const registry = registryIndex([index]);
  const versions = index.versions.map(
    ({ version, whole }): Version =>
      whole === 'complete'
        ? versionOf(index.model, version, recordOf(version))
        : { model: index.model, version, whole: 'incomplete' },
  );
  return { index: registry, status: statusOf(index, registry), policies, versions };
}
