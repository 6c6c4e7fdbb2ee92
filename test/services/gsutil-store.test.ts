import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openObjectStore, openTransport } from '../../src/adapters/bucket/open-object-store.ts';
import { describeObjectStore } from '../contracts/object-store.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { gsutilVariables } from '../support/gsutil-variables.ts';
import { objectWrite } from '../support/object-writes.ts';
import { hasTool, tools } from './tools.ts';

/** Commands that run now, with their arguments. What has ended and is not cleared away yet has none. */
function listCommands(): readonly string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(readCommand);
}

function readCommand(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It ended while the list was read.
    return '';
  }
}

describe.skipIf(!hasTool(tools.gsutil))('the real gsutil', () => {
  describeObjectStore('gsutil', {
    open: (emulator, options) =>
      openObjectStore({ ...options, transport: 'gsutil', variables: gsutilVariables(emulator) }),
    https: true,
    shortLimits: { metadataMs: 300, transferMs: 300, leastBytesPerSecond: 1024 * 1024 },
  });

  it('is gone, with all its children, when a write was given up', async () => {
    const emulator = await openEmulator({ https: true });
    emulator.addFault({ kind: 'write', does: 'stall', times: Number.POSITIVE_INFINITY });
    const prefix = `given-up-${process.pid}/`;
    const store = openTransport({
      address: { bucket: 'bucket', prefix },
      transport: 'gsutil',
      variables: gsutilVariables(emulator),
    });
    const control = new AbortController();
    const reason = new Error('the screen was closed');
    const writing = expect(store.write(objectWrite('latest', 'x'), { signal: control.signal })).rejects.toBe(
      reason,
    );
    await expect.poll(() => emulator.requests.length, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(listCommands().filter(command => command.includes(prefix))).not.toEqual([]);
    control.abort(reason);
    await writing;
    await expect.poll(() => listCommands().filter(command => command.includes(prefix))).toEqual([]);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });

  it('puts a pointer beside a folder of the same name, not into it', async () => {
    const emulator = await openEmulator({ https: true });
    emulator.putObject('bucket', 'registry/latest/metadata.json', '{}');
    const store = openTransport({
      address: { bucket: 'bucket', prefix: 'registry/' },
      transport: 'gsutil',
      variables: gsutilVariables(emulator),
    });
    expect(await store.find('latest')).toBeUndefined();
    expect(await store.write(objectWrite('latest', 'rag_v1'))).toMatchObject({ outcome: 'written' });
    expect(emulator.listObjects('bucket').map(object => object.name)).toEqual([
      'registry/latest',
      'registry/latest/metadata.json',
    ]);
  });
});
