import type { GenerationReading } from '../../core/history/append-rules.ts';
import type { HistoryEntry } from '../../core/history/entry.ts';
import { historyFormat } from '../../core/history/entry-format.ts';
import { parseHistoryEntry } from '../../core/history/parse-entry.ts';
import type { HistoryDefect } from '../../core/ports/history-log.ts';
import type { Reading } from '../files/read-json.ts';
import { parseJsonObject } from '../files/read-json.ts';

/** Hex sha256 of bytes. */
export type Sha256 = (bytes: Uint8Array) => string;

/** Largest entry that is read. */
export const entryLimitBytes = 8 * 1024 * 1024;

/** Where an entry stands, which it must also say of itself. */
export type Position = { readonly model: string; readonly generation: number };

/** What was read at the place of an entry, as the entry it is or the defect it has. Pure. */
export function interpretEntry(
  reading: Reading<Uint8Array>,
  position: Position,
  sha256: Sha256,
): GenerationReading {
  const { generation } = position;
  if (!reading.ok) {
    if (reading.fault === 'missing') return { found: 'none' };
    if (reading.fault !== 'unreadable') return damagedEntry(generation, reading.problem);
    return defect({ generation, fault: 'unreadable', problem: reading.problem });
  }
  const json = parseJsonObject(reading.value);
  if (!json.ok) return damagedEntry(generation, json.problem);
  const parsed = parseHistoryEntry(json.value);
  switch (parsed.parsed) {
    case 'malformed':
      return damagedEntry(generation, parsed.problem);
    case 'too-new': {
      const problem = `it has format ${parsed.format}, this lastgood reads ${historyFormat}`;
      return defect({ generation, fault: 'too-new', problem });
    }
    case 'entry': {
      const misplaced = findMisplacement(parsed.entry, position);
      if (misplaced !== undefined) return damagedEntry(generation, misplaced);
      return { found: 'entry', stored: { entry: parsed.entry, digest: sha256(reading.value) } };
    }
    default:
      return parsed satisfies never;
  }
}

function findMisplacement(entry: HistoryEntry, position: Position): string | undefined {
  if (entry.model !== position.model) return `it belongs to the model ${entry.model}`;
  if (entry.generation !== position.generation) return `it says it is entry ${entry.generation}`;
  return undefined;
}

/** A generation that is there and is no entry. Pure. */
export function damagedEntry(generation: number, problem: string): GenerationReading {
  return defect({ generation, fault: 'damaged', problem });
}

function defect(found: HistoryDefect): GenerationReading {
  return { found: 'defect', defect: found };
}
