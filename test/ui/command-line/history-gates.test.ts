import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/core/history/chain.ts';
import type { GateRecord } from '../../../src/core/history/entry.ts';
import type { StoredEntry } from '../../../src/core/ports/history-log.ts';
import { describeHistory } from '../../../src/ui/command-line/documents/history-document.ts';
import { historySchema } from '../../../src/ui/command-line/json/history.ts';
import { printHistory } from '../../../src/ui/command-line/print-history.ts';
import { sampleEntry, sha256OfText, store } from '../../support/sample-entries.ts';
import { gatedFact, sampleReport } from '../../support/sample-report.ts';

const fact = gatedFact(sampleReport());
const { policy, policySha256, reportSha256 } = fact;
const passed: GateRecord = {
  verdict: 'PASS',
  overridden: false,
  bound: { policy, policySha256, reportSha256 },
};

const judged = store(sampleEntry(1, { action: 'gate', moves: [], facts: [fact], gate: passed }));
const promoted = store(sampleEntry(2, { previousDigest: judged.digest, gate: passed }));
const unbound = store(
  sampleEntry(3, {
    previousDigest: promoted.digest,
    gate: { verdict: 'PASS', overridden: false, unbound: true },
  }),
);
const entries: readonly StoredEntry[] = [judged, promoted, unbound];

test('the history tells of verdicts and of the gate of a move', () => {
  const lines = printHistory('rag', entries, undefined, { width: undefined });
  const text = lines.join('\n');
  expect(text).toContain('v1 gate PASS (rag) for latest');
  expect(text).toContain('latest v1 to v2, gate PASS (rag)');
  expect(text).toContain('latest v2 to v3, gate PASS unbound');
  expect(text.match(/gate PASS \(rag\)/g)?.length).toBe(2);
});

test('the document has all of a verdict, and is of its schema', () => {
  const verdict = verifyChain(entries, [], undefined, sha256OfText);
  const document = describeHistory('rag', entries, verdict, undefined);
  expect(historySchema.parse(document)).toEqual(document);
  expect(document.entries[0]).toMatchObject({
    action: 'gate',
    facts: [fact],
    gate: { verdict: 'PASS', overridden: false, bound: passed.bound, unbound: false },
  });
  expect(document.entries[2]?.gate).toEqual({
    verdict: 'PASS',
    overridden: false,
    bound: null,
    unbound: true,
  });
});
