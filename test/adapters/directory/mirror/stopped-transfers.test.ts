import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applySync } from '../../../../src/core/apply/apply-sync.ts';
import type { SyncReceipt } from '../../../../src/core/mirror/sync-receipt.ts';
import type { Transfer } from '../../../../src/core/mirror/transfer.ts';
import { listInRegistry, openBucketOfS0 } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import type { Machine } from '../../../support/machine.ts';
import { openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { writeS0Registry } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

async function listTransfers({ session }: Machine, direction: 'pull' | 'push'): Promise<readonly Transfer[]> {
  return (await session.registry.mirror?.reader.describeTransfers(direction)) ?? [];
}

/** Carries everything, and asks to stop as soon as requests of a kind were made so many times. */
async function stopAfter(
  emulator: Emulator,
  machine: Machine,
  direction: 'pull' | 'push',
  { kind, times }: { readonly kind: 'read' | 'write'; readonly times: number },
): Promise<SyncReceipt> {
  const stop = new AbortController();
  const transfers = await listTransfers(machine, direction);
  emulator.forgetRequests();
  emulator.setLatency(20);
  const running = applySync(transfers, machine.session, { signal: stop.signal });
  await expect
    .poll(() => emulator.requests.filter(request => request.kind === kind).length, { interval: 1 })
    .toBeGreaterThanOrEqual(times);
  stop.abort();
  const receipt = await running;
  emulator.setLatency(0);
  return receipt;
}

/** What the receipt says, held against what arrived. */
function requireTruth(receipt: SyncReceipt, hasArrived: (name: string) => boolean): void {
  for (const transfer of receipt.transfers) {
    const told = receipt.outcomes.find(outcome => outcome.transfer === transfer);
    const arrived = transfer.files.filter(hasArrived);
    const isWhole = arrived.length === transfer.files.length;
    expect(`${transfer.name} ${told?.outcome === 'done'}`).toBe(`${transfer.name} ${isWhole}`);
    if (told === undefined) expect(arrived, transfer.name).toEqual([]);
  }
}

describe('a push that is stopped', () => {
  test('finishes what runs, and tells of each thing what became of it', async () => {
    const emulator = await openEmulator();
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 30);
    const machine = await openReadMachine(emulator, { root });
    const receipt = await stopAfter(emulator, machine, 'push', { kind: 'write', times: 20 });
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'partly-done' } });
    expect(receipt.problem?.message).toContain('Stopped on request');
    expect(receipt.outcomes.length).toBeGreaterThan(0);
    expect(receipt.outcomes.length).toBeLessThan(receipt.transfers.length);
    requireTruth(receipt, name => listInRegistry(emulator, name).length > 0);
    expect(emulator.requests.filter(({ status }) => status === 'dropped')).toEqual([]);

    const rest = await listTransfers(machine, 'push');
    expect(await applySync(rest, machine.session)).toMatchObject({ outcome: 'applied' });
    await readBucket(machine);
    expect(await listTransfers(machine, 'push')).toEqual([]);
  });

  test('in the middle of a version with many files says how many of them are there, and sends the others later', async () => {
    const emulator = await openEmulator();
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 1);
    mkdirSync(join(root, 'rag_v1', 'parts'));
    for (let part = 0; part < 120; part += 1)
      writeFileSync(join(root, 'rag_v1', 'parts', `${part}.bin`), `part ${part}`);
    const machine = await openReadMachine(emulator, { root });
    const receipt = await stopAfter(emulator, machine, 'push', { kind: 'write', times: 30 });
    const arrived = listInRegistry(emulator, 'rag_v1/').length;
    expect(arrived).toBeGreaterThan(0);
    expect(receipt.outcomes.find(({ transfer }) => transfer.name === 'rag_v1')).toMatchObject({
      outcome: 'failed',
      problem: `Stopped on request; ${arrived} of 122 files are there and are not sent again.`,
    });
    expect(receipt.problem?.message).toContain('Stopped on request');
    emulator.forgetRequests();
    const rest = await listTransfers(machine, 'push');
    expect(await applySync(rest, machine.session)).toMatchObject({ outcome: 'applied' });
    const sent = emulator.requests.filter(({ kind, name }) => kind === 'write' && name?.includes('/rag_v1/'));
    expect(sent).toHaveLength(122 - arrived);
  });
});

describe('a pull that is stopped', () => {
  test('finishes what runs, and tells of each thing what became of it', async () => {
    const emulator = await openBucketOfS0(1);
    const large = Buffer.alloc(9 * 1024 * 1024, 'weights');
    for (let version = 2; version <= 4; version += 1) {
      emulator.putObject('bucket', `registry/rag_v${version}/metadata.json`, '{}');
      emulator.putObject('bucket', `registry/rag_v${version}/weights.bin`, large);
    }
    const machine = await openReadMachine(emulator);
    const receipt = await stopAfter(emulator, machine, 'pull', { kind: 'read', times: 1 });
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'partly-done' } });
    expect(receipt.outcomes).toMatchObject([{ outcome: 'done', transfer: { name: 'rag_v2' } }]);
    expect(receipt.problem?.message).toContain('Stopped on request');
    expect(readFileSync(join(machine.root, 'rag_v2/weights.bin')).equals(large)).toBe(true);
    expect(emulator.requests.filter(({ kind }) => kind === 'read')).toHaveLength(1);
  });
});
