import { createHash } from 'node:crypto';
import type { HistoryEntry } from '../../src/core/history/entry.ts';
import { noGate } from '../../src/core/history/entry.ts';
import { formatHistoryEntry } from '../../src/core/history/parse-entry.ts';
import type { StoredEntry } from '../../src/core/ports/history-log.ts';

/** Hex sha256 of a text's UTF-8. */
export function sha256OfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A promotion of `rag` at a generation; at generation 1 without a previous digest, later with a made-up one. */
export function sampleEntry(generation: number, change: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    format: 1,
    model: 'rag',
    generation,
    previousDigest: generation === 1 ? null : '0'.repeat(64),
    operationId: `operation-${generation}`,
    at: '2026-11-21T03:00:00.000Z',
    actor: 'anna@example.com',
    action: 'promote',
    moves: [{ alias: 'latest', from: generation === 1 ? null : `v${generation - 1}`, to: `v${generation}` }],
    facts: [],
    reason: null,
    gate: noGate,
    reverts: null,
    tool: 'lastgood 0.1.0',
    ...change,
  };
}

/** An entry with the digest of its bytes. */
export function store(entry: HistoryEntry): StoredEntry {
  return { entry, digest: sha256OfText(formatHistoryEntry(entry)) };
}

/** An unbroken chain of so many entries. */
export function sampleChain(length: number, change: Partial<HistoryEntry> = {}): readonly StoredEntry[] {
  const chain: StoredEntry[] = [];
  for (let generation = 1; generation <= length; generation += 1) {
    const previousDigest = chain.at(-1)?.digest ?? null;
    chain.push(store(sampleEntry(generation, { ...change, previousDigest })));
  }
  return chain;
}
