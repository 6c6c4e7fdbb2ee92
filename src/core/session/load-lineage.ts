import { BugError } from '../errors/app-error.ts';
import type { VersionState } from '../history/entry.ts';
import { buildLineage } from '../lineage/build-lineage.ts';
import { type LineageGraph, type LineageNode, lineageKey } from '../lineage/lineage-graph.ts';
import { getModel, getVersion } from '../plan/find-version.ts';
import type { LineageReading } from '../ports/lineage.ts';
import { judgeModels, type ModelStatus } from '../registry/model-status.ts';
import { emptyModel, type RegistryIndex } from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import { listStates } from '../registry/version-state.ts';
import { loadRecords } from './load-records.ts';
import type { Session } from './session.ts';

/** What a version of a graph is now. */
export type LineageStanding = {
  readonly state: VersionState;
  /** It is live under, by name. */
  readonly aliases: readonly string[];
};

/** Where all versions of a registry come from, and what each of them is now. */
export type LoadedLineage = {
  readonly index: RegistryIndex;
  readonly graph: LineageGraph;
  /** By key of the graph; nothing for what is not registered. */
  readonly standings: ReadonlyMap<string, LineageStanding>;
  /** The lineage file and why it could not be read; undefined where the kind of registry has none. */
  readonly file: Pick<LineageReading, 'target' | 'problem'> | undefined;
};

/**
 * Reads where the versions of all models come from: a version may be made from one of another model. A lineage file that cannot be
 * read is said by `file`, and the records alone count.
 * @throws NotFoundError registry-not-found; UnavailableError
 */
export async function loadLineage(
  session: Pick<Session, 'registry' | 'sha256'>,
  signal?: AbortSignal,
): Promise<LoadedLineage> {
  const { reader } = session.registry;
  const index = await reader.loadIndex({ signal });
  const statuses = judgeModels(index, session.sha256);
  const versions: Version[] = [];
  for (const status of statuses) {
    const names = status.index.versions.map(({ version }) => version);
    for (const version of await loadRecords(session, status, names, 'listing', signal))
      versions.push(version);
  }
  const file = await reader.loadLineage?.({ signal });
  return {
    index,
    graph: buildLineage({ versions, file }),
    standings: new Map(statuses.flatMap(listStandings)),
    file: file && { target: file.target, problem: file.problem },
  };
}

/**
 * The model by the name that was typed, unchanged: one that a lineage file alone speaks of is found too.
 * @throws NotFoundError model-not-found; InvalidInputError invalid-name
 */
export function getLineageModel({ index, graph }: LoadedLineage, model: string): string {
  if (![...graph.nodes.values()].some(node => node.model === model)) getModel(index, model);
  return model;
}

/**
 * The version a person means: one that a lineage file alone speaks of, by its exact name, is found too.
 * @throws NotFoundError model-not-found, version-not-found; InvalidInputError invalid-name
 */
export function getLineageNode(loaded: LoadedLineage, model: string, text: string): LineageNode {
  const { index, graph } = loaded;
  const exact = graph.nodes.get(lineageKey(model, text));
  if (exact !== undefined) return exact;
  getLineageModel(loaded, model);
  const known = index.models.find(each => each.model === model) ?? emptyModel(model);
  const { version } = getVersion(known, text);
  const node = graph.nodes.get(lineageKey(model, version));
  if (node === undefined) throw new BugError('internal-bug', `${model} ${version} is not in its graph.`);
  return node;
}

function listStandings(status: ModelStatus): readonly (readonly [string, LineageStanding])[] {
  const { model, versions } = status.index;
  const aliasesOf = new Map<string, string[]>();
  for (const [alias, { version }] of [...status.effective.aliases].sort()) {
    if (version === null) continue;
    aliasesOf.set(version, [...(aliasesOf.get(version) ?? []), alias]);
  }
  const states = listStates(status);
  return versions.map(({ version }) => [
    lineageKey(model, version),
    { state: states.get(version) ?? 'completed', aliases: aliasesOf.get(version) ?? [] },
  ]);
}
