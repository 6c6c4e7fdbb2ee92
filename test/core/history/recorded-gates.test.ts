import { expect, test } from 'vitest';
import { listProjectedGates } from '../../../src/core/gate/list-projected-gates.ts';
import type { GateReport, Verdict } from '../../../src/core/gate/report.ts';
import { foldHistory } from '../../../src/core/history/fold-history.ts';
import { findRecordedGate } from '../../../src/core/history/model-history.ts';
import type { StoredEntry } from '../../../src/core/ports/history-log.ts';
import { sampleEntry, store } from '../../support/sample-entries.ts';
import { gatedFact, sampleReport } from '../../support/sample-report.ts';

function judged(version: string, alias: string, verdict: Verdict): GateReport {
  return sampleReport({ verdict, subject: { model: 'rag', version, alias } });
}

/** One entry per report, in their order; undefined is a promotion. */
function chain(reports: readonly (GateReport | undefined)[]): readonly StoredEntry[] {
  return reports.map((report, place) =>
    store(
      report === undefined
        ? sampleEntry(place + 1)
        : sampleEntry(place + 1, {
            action: 'gate',
            moves: [],
            facts: [gatedFact(report)],
            actor: `actor-${place}`,
          }),
    ),
  );
}

test('the newest verdict of a version for an alias counts, with who recorded it', () => {
  const history = foldHistory(
    chain([
      judged('v1', 'latest', 'FAIL'),
      judged('v1', 'latest', 'PASS'),
      judged('v1', 'production', 'ERROR'),
      judged('v2', 'latest', 'INCONCLUSIVE'),
    ]),
  );
  expect(findRecordedGate(history, 'v1', 'latest')).toMatchObject({
    verdict: 'PASS',
    policy: 'rag',
    actor: 'actor-1',
    operationId: 'operation-2',
    generation: 2,
  });
  expect(findRecordedGate(history, 'v1', 'production')?.verdict).toBe('ERROR');
  expect(findRecordedGate(history, 'v2', 'latest')?.verdict).toBe('INCONCLUSIVE');
  expect(findRecordedGate(history, 'v2', 'production')).toBeUndefined();
  expect(findRecordedGate(history, 'v3', 'latest')).toBeUndefined();
});

test('a verdict moves nothing', () => {
  const history = foldHistory(chain([judged('v1', 'latest', 'PASS')]));
  expect(history.aliases.size).toBe(0);
  expect(history.spans).toEqual([]);
  expect(history.generation).toBe(1);
});

test('beside a version stands its newest verdict, whatever alias it is for', () => {
  const gates = listProjectedGates(
    chain([
      judged('v1', 'production', 'PASS'),
      judged('v2', 'latest', 'PASS'),
      judged('v1', 'latest', 'FAIL'),
    ]),
  );
  expect(gates.map(({ version, alias, verdict }) => [version, alias, verdict])).toEqual([
    ['v1', 'latest', 'FAIL'],
    ['v2', 'latest', 'PASS'],
  ]);
});

test('a verdict of long ago is not written again', () => {
  const moves = Array.from({ length: 31 }, () => undefined);
  expect(listProjectedGates(chain([judged('v1', 'latest', 'PASS'), ...moves])).length).toBe(1);
  expect(listProjectedGates(chain([judged('v1', 'latest', 'PASS'), ...moves, undefined]))).toEqual([]);
});
