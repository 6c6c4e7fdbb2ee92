import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listAll, objectWrite, writeObject } from '../../support/object-writes.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import type { OpenStage } from './stage.ts';

/** What is read is what was written, in pages, by name and by generation. */
export function describeReads(stage: OpenStage): void {
  test('a bucket nobody has written to lists nothing', async () => {
    const { store } = await stage();
    expect(await store.list({})).toEqual({ objects: [], nextPageToken: undefined });
  });

  test('more objects than a page holds are listed once each, in order of the bytes of their names', async () => {
    const { store, emulator } = await stage();
    const names = Array.from({ length: 1203 }, (_, index) => `rag_v${index}/metadata.json`);
    const all = [...names, 'é', '｡', '😀'];
    for (const name of all)
      emulator.putObject('bucket', `team/registry/${name}`, '{}', { n: name.length > 3 ? 'long' : 'short' });
    emulator.putObject('bucket', 'team/registry', 'beside');
    emulator.putObject('bucket', 'team/registry/', 'the placeholder of the folder');
    emulator.putObject('bucket', 'team/registry2/x', 'beside');
    const pages = await listAll(store);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap(page => page.objects.map(object => object.name))).toEqual(
      all.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
    expect(pages[0]?.objects[0]?.metadata).toEqual({ n: 'long' });
  });

  test('a list can be of the names that begin with something, and of those from one on', async () => {
    const { store, emulator } = await stage();
    for (const name of ['a/1', 'a/2', 'a/3', 'b/1', 'aa'])
      emulator.putObject('bucket', `team/registry/${name}`, name);
    const names = async (query: { prefix?: string; startAt?: string }): Promise<readonly string[]> =>
      (await store.list(query)).objects.map(object => object.name);
    expect(await names({ prefix: 'a/' })).toEqual(['a/1', 'a/2', 'a/3']);
    expect(await names({ prefix: 'a/', startAt: 'a/2' })).toEqual(['a/2', 'a/3']);
    expect(await names({ startAt: 'a/3' })).toEqual(['a/3', 'aa', 'b/1']);
    expect(await names({ prefix: 'c' })).toEqual([]);
  });

  test('an object that is not there is an answer', async () => {
    const { store } = await stage();
    const path = join(createTemporaryFolder(), 'file');
    expect(await store.find('nothing')).toBeUndefined();
    expect(await store.read('nothing', 100)).toBeUndefined();
    expect(await store.download('nothing', path)).toBeUndefined();
    expect(await store.remove('nothing', '1234567890123456')).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  test('what a list said is read of that generation, or not at all', async () => {
    const { store, emulator } = await stage();
    const known = await writeObject(store, objectWrite('latest', 'rag_v1'));
    const path = join(createTemporaryFolder(), 'file');
    expect((await store.read('latest', 100, { known }))?.facts).toEqual(known);
    emulator.putObject('bucket', 'team/registry/latest', 'rag_v2');
    expect(await store.read('latest', 100, { known })).toBeUndefined();
    expect(await store.download('latest', path, { known })).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });

  test('more bytes than were asked for are not read', async () => {
    const { store } = await stage();
    await writeObject(store, objectWrite('notes', 'eleven byte'));
    expect((await store.read('notes', 11))?.bytes).toHaveLength(11);
    await expect(store.read('notes', 10)).rejects.toMatchObject({ code: 'answer-damaged' });
  });

  test('a download never writes over a file', async () => {
    const { store } = await stage();
    await writeObject(store, objectWrite('notes', 'from the bucket'));
    const path = join(createTemporaryFolder(), 'notes');
    writeFileSync(path, 'mine');
    await expect(store.download('notes', path)).rejects.toMatchObject({ code: 'file-system-failed' });
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  test('a store can be used again after it was closed', async () => {
    const { store } = await stage();
    await writeObject(store, objectWrite('latest', 'rag_v1'));
    await store.close();
    expect(await store.find('latest')).toMatchObject({ sizeBytes: 6 });
  });
}
