import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { objectWrite } from '../../support/object-writes.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { largeBytes, type OpenStage } from './stage.ts';

/** Whatever is lost on the way, an object is written once and read whole. */
export function describeLostAnswers(stage: OpenStage): void {
  test.each(['drop-after', 'status-after'] as const)(
    'a write whose answer is lost (%s) is there once, and shows whose it is',
    async does => {
      const { store, emulator } = await stage();
      emulator.addFault({ kind: 'write', does });
      const metadata = { 'lastgood-operation': 'mine' };
      const outcome = await store.write(objectWrite('latest', 'rag_v1', { metadata }));
      expect(['written', 'refused']).toContain(outcome.outcome);
      expect((await store.find('latest'))?.metadata).toEqual(metadata);
      expect(emulator.listGenerations('bucket', 'team/registry/latest')).toHaveLength(1);
    },
  );

  test.each([
    ['the connection breaks', { does: 'drop-before' }],
    ['429', { does: 'status', status: 429 }],
    ['503', { does: 'status', status: 503 }],
    ['408', { does: 'status', status: 408 }],
  ] as const)('a write that fails before it is carried out (%s) is made again', async (_, fault) => {
    const { store, emulator } = await stage();
    emulator.addFault({ kind: 'write', ...fault });
    expect(await store.write(objectWrite('latest', 'rag_v1'))).toMatchObject({ outcome: 'written' });
    expect(emulator.listGenerations('bucket', 'team/registry/latest')).toHaveLength(1);
  });

  test('a large file whose answer is lost is there once', async () => {
    const { store, emulator } = await stage();
    const path = join(createTemporaryFolder(), 'weights');
    writeFileSync(path, Buffer.alloc(largeBytes, 1));
    emulator.addFault({ kind: 'write', method: 'PUT', does: 'drop-after' });
    const outcome = await store.write(objectWrite('weights', '', { body: { from: 'file', path } }));
    expect(['written', 'refused']).toContain(outcome.outcome);
    expect(emulator.listGenerations('bucket', 'team/registry/weights')).toHaveLength(1);
  });

  test.each([
    ['the connection breaks', { does: 'drop-before' }],
    ['the answer is cut off', { does: 'truncate' }],
    ['429', { does: 'status', status: 429 }],
    ['503', { does: 'status', status: 503 }],
  ] as const)('reading goes on when it fails once (%s)', async (_, fault) => {
    const { store, emulator } = await stage();
    emulator.putObject('bucket', 'team/registry/latest', 'rag_v1 and more of it');
    emulator.addFault({ kind: 'list', ...fault });
    expect((await store.list({})).objects).toHaveLength(1);
    emulator.addFault({ kind: 'find', ...fault });
    expect(await store.find('latest')).toMatchObject({ sizeBytes: 21 });
    emulator.addFault({ kind: 'read', ...fault });
    expect(await store.read('latest', 100)).toMatchObject({ facts: { sizeBytes: 21 } });
    const path = join(createTemporaryFolder(), 'file');
    emulator.addFault({ kind: 'read', ...fault });
    expect(await store.download('latest', path)).toMatchObject({ sizeBytes: 21 });
    expect(readFileSync(path, 'utf8')).toBe('rag_v1 and more of it');
  });
}
