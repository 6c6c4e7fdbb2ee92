import { sortByVersionName } from '../../core/names/version-name.ts';
import type { HistoryLog, StoredEntry } from '../../core/ports/history-log.ts';
import type { Registry } from '../../core/ports/registry.ts';
import type { ModelIndex, RegistryIndex } from '../../core/registry/registry-index.ts';

/** A registry that nobody else writes to, and what brings its pointers in line when all is written. */
export type SolitaryRegistry = {
  readonly registry: Registry;
  readonly projectAll: () => Promise<void>;
};

/**
 * The registry as its only writer may use it: what it has written is remembered instead of read again, no journal is kept, and
 * pointers are set once at the end. Everything written is written by the registry itself.
 * @param now ISO 8601 UTC
 */
export async function createSolitaryRegistry(
  registry: Registry,
  now: () => string,
): Promise<SolitaryRegistry> {
  const { reader, writer } = registry;
  await writer.initialise();
  const found = await reader.loadIndex();
  const models = new Map(found.models.map(model => [model.model, model]));
  const remember = (model: string, change: (known: ModelIndex) => Partial<ModelIndex>): void => {
    const known = models.get(model) ?? emptyIndex(model);
    models.set(model, { ...known, ...change(known) });
  };
  const findEntries = (model: string): readonly StoredEntry[] => models.get(model)?.entries ?? [];

  const history: HistoryLog = {
    ...writer.history,
    readHistory: async model => ({ entries: findEntries(model), defects: [] }),
    appendEntry: async entry => {
      const outcome = await writer.history.appendEntry(entry);
      if (outcome.outcome !== 'taken') {
        const stored = { entry, digest: outcome.digest };
        remember(entry.model, known => ({ entries: [...known.entries, stored] }));
      }
      return outcome;
    },
  };
  const loadIndex = async (): Promise<RegistryIndex> => ({
    ...found,
    models: [...models.values()],
    readAt: now(),
  });

  return {
    registry: {
      reader: { ...reader, loadIndex },
      writer: {
        ...writer,
        history,
        initialise: async () => undefined,
        writeJournal: async () => undefined,
        removeJournal: async () => undefined,
        addVersion: async (registration, operationId, options) => {
          const added = await writer.addVersion(registration, operationId, options);
          const version = { version: added.version, whole: 'complete' } as const;
          remember(registration.model, known => ({
            versions: sortByVersionName([...known.versions, version], each => each.version),
          }));
          return added;
        },
        project: async (model, options) => {
          // The log of a rollback is written with it and not later.
          const isRollback = findEntries(model).at(-1)?.entry.action === 'rollback';
          return isRollback ? await writer.project(model, options) : [];
        },
      },
    },
    projectAll: async () => {
      for (const model of models.keys()) await writer.project(model);
    },
  };
}

function emptyIndex(model: string): ModelIndex {
  return {
    model,
    versions: [],
    pointers: [],
    entries: [],
    defects: [],
    foreignRollbacks: [],
    lostOperations: [],
  };
}
