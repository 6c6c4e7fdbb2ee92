import { expect, test } from 'vitest';
import type { GateRecord } from '../../../src/core/history/entry.ts';
import { formatGateRecord, formatGateVerdict } from '../../../src/ui/format/gate-record.ts';

const bound = { policy: 'rag', policySha256: 'a'.repeat(64), reportSha256: 'b'.repeat(64) };

test.each<readonly [GateRecord, string, string]>([
  [{ verdict: 'NONE', overridden: false }, 'NONE', 'NONE'],
  [{ verdict: 'PASS', overridden: false, bound }, 'PASS', 'PASS (rag)'],
  [{ verdict: 'FAIL', overridden: true, bound }, 'OVERRIDDEN FAIL', 'OVERRIDDEN FAIL (rag)'],
  [{ verdict: 'NONE', overridden: true }, 'OVERRIDDEN, no verdict', 'OVERRIDDEN, no verdict'],
  [{ verdict: 'PASS', overridden: false, unbound: true }, 'PASS unbound', 'PASS unbound'],
])('%j is %s, and in full %s', (gate, short, full) => {
  expect(formatGateVerdict(gate)).toBe(short);
  expect(formatGateRecord(gate)).toBe(full);
});

test('a policy is named safely', () => {
  const gate: GateRecord = { verdict: 'PASS', overridden: false, bound: { ...bound, policy: 'r\u001b[2J' } };
  expect(formatGateRecord(gate)).toBe('PASS (r^[[2J)');
});
