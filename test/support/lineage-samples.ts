import { buildLineage } from '../../src/core/lineage/build-lineage.ts';
import { type LineageGraph, lineageKey } from '../../src/core/lineage/lineage-graph.ts';
import type { LineageReading, LineageRow } from '../../src/core/ports/lineage.ts';
import { emptyModel } from '../../src/core/registry/registry-index.ts';
import type { Version } from '../../src/core/registry/version.ts';
import type { LineageStanding, LoadedLineage } from '../../src/core/session/load-lineage.ts';

/** What a test says of where a version comes from. */
export type Origin = {
  readonly parent?: string;
  readonly baseModel?: string;
  readonly dataSources?: readonly string[];
  readonly gitCommit?: string;
  readonly previousLive?: string;
  readonly notes?: string;
};

/** A registered version, named `model:version`. */
export function recorded(name: string, origin: Origin = {}): Version {
  const [model = '', version = ''] = name.split(':');
  const { parent, baseModel, dataSources = [], gitCommit, previousLive, notes } = origin;
  return {
    model,
    version,
    whole: 'complete',
    record: {
      ...{ model, version, createdAt: undefined, metrics: {}, configuration: {}, artifacts: [] },
      ...{ parent, notes, tags: [], particulars: [], oddities: [] },
      training: { baseModel },
      lineage: { dataSources, gitCommit, previousLive },
    },
  };
}

/** A row of lineage.json, of a version named `model:version`. */
export function row(name: string, origin: Omit<Origin, 'previousLive'> = {}): LineageRow {
  const [model = '', version = ''] = name.split(':');
  const { parent, baseModel, dataSources = [], gitCommit, notes } = origin;
  return { model, version, createdAt: undefined, parent, baseModel, dataSources, gitCommit, notes };
}

/** The rows as they come from a file called lineage.json. */
export function lineageFile(...rows: readonly LineageRow[]): LineageReading {
  return { target: 'lineage.json', rows, problem: undefined };
}

/** The graph of versions, and of the rows of a lineage file. */
export function graphOf(versions: readonly Version[], ...rows: readonly LineageRow[]): LineageGraph {
  return buildLineage({ versions, file: rows.length === 0 ? undefined : lineageFile(...rows) });
}

/** The key of a version named `model:version`. */
export function keyOf(name: string): string {
  const [model = '', version = ''] = name.split(':');
  return lineageKey(model, version);
}

/** The document of S2: its two lineage rows, and the two further versions of its example tree. */
export const documentRows: readonly LineageRow[] = [
  row('majora:v1', {
    dataSources: ['oracle', 'toolbench'],
    gitCommit: 'abc123def456',
    baseModel: 'Qwen2.5-Coder-7B',
    notes: 'Initial training',
  }),
  row('majora:v2', {
    parent: 'v1',
    dataSources: ['oracle', 'toolbench', 'additional'],
    gitCommit: 'def456ghi789',
    baseModel: 'majora:v1',
    notes: 'Fine-tuned on additional data',
  }),
  row('majora:v2b', { parent: 'v1', notes: 'experimental branch' }),
  row('majora:v3', { parent: 'v2' }),
];
/** The same versions as they are registered, in version order. */
export const documentVersions: readonly Version[] = ['v1', 'v2', 'v2b', 'v3'].map(version =>
  recorded(`majora:${version}`),
);

/** A chain of versions, each made from the one before, as long as is asked; every tenth with branches. */
export function longChain(model: string, depth: number, width: number): readonly Version[] {
  return Array.from({ length: depth }, (_, place): readonly Version[] => {
    const parent = place === 0 ? {} : { parent: `v${place}` };
    const branches = place % 10 === 9 ? width : 0;
    return [
      recorded(`${model}:v${place + 1}`, { ...parent, dataSources: [`set-${place % 7}`] }),
      ...Array.from({ length: branches }, (__, branch) =>
        recorded(`${model}:v${place + 1}.${branch + 1}`, { parent: `v${place + 1}` }),
      ),
    ];
  }).flat();
}

/** What is loaded of a registry with that graph: each version is completed, or what is said of `model:version`. */
export function loadedLineage(
  graph: LineageGraph,
  said: Readonly<Record<string, Partial<LineageStanding>>> = {},
): LoadedLineage {
  const registered = [...graph.nodes.values()].filter(node => node.isRegistered);
  const models = [...new Set(registered.map(({ model }) => model))].map(model => ({
    ...emptyModel(model),
    versions: registered
      .filter(node => node.model === model)
      .map(({ version }) => ({ version, whole: 'complete' as const })),
  }));
  return {
    index: {
      ...{
        kind: 'catalog',
        adoption: 'never-written',
        models,
        strangers: [],
        sharedProblems: [],
        operations: [],
      },
      readAt: '2026-11-21T08:00:00.000Z',
    },
    graph,
    standings: new Map(
      registered.map(({ key, model, version }) => [
        key,
        { state: 'completed', aliases: [], ...said[`${model}:${version}`] },
      ]),
    ),
    file: undefined,
  };
}
