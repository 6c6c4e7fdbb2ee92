import type { GenerationReading } from '../../core/history/append-rules.ts';
import { judgeAppend, requireWellFormed } from '../../core/history/append-rules.ts';
import { formatHistoryEntry } from '../../core/history/parse-entry.ts';
import { checkModelName } from '../../core/names/model-name.ts';
import type { HistoryDefect, HistoryLog, StoredEntry } from '../../core/ports/history-log.ts';

/** What a history in memory needs, and what it may begin with. */
export type MemoryHistoryOptions = {
  /** Hex sha256 of a text's UTF-8. */
  readonly sha256: (text: string) => string;
  /** Generations that exist and cannot be used, by model. */
  readonly defects?: ReadonlyMap<string, readonly HistoryDefect[]>;
};

/** A history that lives as long as the process, for tests and for the sample. Keeps every promise of {@link HistoryLog} but durability. */
export function createMemoryHistoryLog(options: MemoryHistoryOptions): HistoryLog {
  const models = new Map<string, Map<number, GenerationReading>>();
  for (const [model, defects] of options.defects ?? []) {
    models.set(model, new Map(defects.map(defect => [defect.generation, { found: 'defect', defect }])));
  }
  const generationsOf = (model: string): ReadonlyMap<number, GenerationReading> =>
    models.get(checkModelName(model)) ?? new Map();
  const readAt = (model: string, generation: number): GenerationReading =>
    generationsOf(model).get(generation) ?? { found: 'none' };
  const headOf = (model: string): number => Math.max(0, ...generationsOf(model).keys());

  return {
    listModels: async () => [...models.keys()].sort(),
    readHistory: async model => {
      const readings = [...generationsOf(model)].sort(([a], [b]) => a - b).map(([, reading]) => reading);
      return { entries: readings.flatMap(toEntries), defects: readings.flatMap(toDefects) };
    },
    findHeadGeneration: async model => headOf(model),
    appendEntry: async entry => {
      requireWellFormed(entry);
      const { model, generation } = entry;
      const digest = options.sha256(formatHistoryEntry(entry));
      const site = {
        head: headOf(model),
        before: readAt(model, generation - 1),
        standing: readAt(model, generation),
      };
      const outcome = judgeAppend(entry, digest, site);
      if (outcome !== undefined) return outcome;
      const generations = models.get(model) ?? new Map<number, GenerationReading>();
      models.set(model, generations.set(generation, { found: 'entry', stored: { entry, digest } }));
      return { outcome: 'appended', digest };
    },
  };
}

function toEntries(reading: GenerationReading): readonly StoredEntry[] {
  return reading.found === 'entry' ? [reading.stored] : [];
}

function toDefects(reading: GenerationReading): readonly HistoryDefect[] {
  return reading.found === 'defect' ? [reading.defect] : [];
}
