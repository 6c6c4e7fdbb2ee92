import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ObjectFacts } from '../../../src/core/ports/object-store.ts';
import { objectWrite, writeObject } from '../../support/object-writes.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { largeBytes, type OpenStage } from './stage.ts';

const strangeNames = [
  'a b/c  d.json',
  'ключ/模型 ü é.json',
  'emoji-😀.json',
  '#1?x=%20&y+z;=[*]{}.json',
  `quote'"\\back.json`,
  '100%.json',
];

/** Objects are written whole, once, and only where they were expected. */
export function describeWrites(stage: OpenStage): void {
  test('an object that was written is found, listed and read with everything that was said of it', async () => {
    const { store } = await stage();
    const before = Date.now();
    const metadata = { 'lastgood-operation': 'operation-1', 'lastgood-generation': '7' };
    const facts = await writeObject(store, objectWrite('rag_v1/metadata.json', '{"a":1}', { metadata }));
    expect(facts).toEqual({
      name: 'rag_v1/metadata.json',
      generation: expect.stringMatching(/^[1-9]\d*$/),
      sizeBytes: 7,
      md5: createHash('md5').update('{"a":1}').digest('hex'),
      crc32c: expect.stringMatching(/^[A-Za-z0-9+/]{6}==$/),
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      metadata,
    });
    // gsutil tells whole seconds.
    expect(Date.parse(facts.updatedAt)).toBeGreaterThan(before - 2000);
    expect(await store.find('rag_v1/metadata.json')).toMatchObject(comparable(facts));
    expect((await store.list({})).objects).toMatchObject([comparable(facts)]);
    const read = await store.read('rag_v1/metadata.json', 100);
    expect(read?.facts).toMatchObject(comparable(facts));
    expect(Buffer.from(read?.bytes ?? []).toString()).toBe('{"a":1}');
  });

  test('what is there is never created again', async () => {
    const { store, emulator } = await stage();
    const facts = await writeObject(store, objectWrite('latest', 'one'));
    expect(await store.write(objectWrite('latest', 'two'))).toEqual({ outcome: 'refused' });
    expect((await store.find('latest'))?.generation).toBe(facts.generation);
    expect(emulator.listGenerations('bucket', 'team/registry/latest')).toHaveLength(1);
  });

  test('of several that create the same object at once exactly one is told that it did', async () => {
    const { store, emulator } = await stage();
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map(text => store.write(objectWrite('claim', text))),
    );
    expect(outcomes.map(outcome => outcome.outcome).sort()).toEqual([
      'refused',
      'refused',
      'refused',
      'written',
    ]);
    const winner = ['a', 'b', 'c', 'd'][outcomes.findIndex(outcome => outcome.outcome === 'written')];
    expect(emulator.listObjects('bucket').map(object => Buffer.from(object.body).toString())).toEqual([
      winner,
    ]);
  });

  test('an object is replaced only while it has the generation expected', async () => {
    const { store } = await stage();
    const first = await writeObject(store, objectWrite('latest', 'rag_v1'));
    const move = { expectGeneration: first.generation, metadata: { 'lastgood-operation': 'operation-2' } };
    const second = await writeObject(store, objectWrite('latest', 'rag_v2', move));
    expect(second.generation).not.toBe(first.generation);
    expect(await store.write(objectWrite('latest', 'rag_v3', move))).toEqual({ outcome: 'refused' });
    const read = await store.read('latest', 100);
    expect(Buffer.from(read?.bytes ?? []).toString()).toBe('rag_v2');
    expect(read?.facts.metadata).toEqual({ 'lastgood-operation': 'operation-2' });
  });

  test('what is not there has no generation that could be expected', async () => {
    const { store, emulator } = await stage();
    const write = objectWrite('latest', 'rag_v1', { expectGeneration: '1234567890123456' });
    expect(await store.write(write)).toEqual({ outcome: 'refused' });
    expect(emulator.listObjects('bucket')).toEqual([]);
  });

  test('the type of an object and whether it may be cached are said', async () => {
    const { store, emulator } = await stage();
    const said = { contentType: 'text/plain', cacheControl: 'no-store' } as const;
    await writeObject(store, objectWrite('latest', 'rag_v1', said));
    const path = `/storage/v1/b/bucket/o/${encodeURIComponent('team/registry/latest')}`;
    const answer = await fetch(emulator.httpEndpoint + path);
    expect(await answer.json()).toMatchObject(said);
  });

  test('names of any script and with any sign come back as they were given', async () => {
    const { store } = await stage();
    for (const name of strangeNames) {
      await writeObject(store, objectWrite(name, name));
      const read = await store.read(name, 1000);
      expect([read?.facts.name, Buffer.from(read?.bytes ?? []).toString()]).toEqual([name, name]);
    }
    const { objects } = await store.list({});
    expect(objects.map(object => object.name).sort()).toEqual(strangeNames.toSorted());
  });

  test('an object may be empty', async () => {
    const { store } = await stage();
    const facts = await writeObject(store, objectWrite('empty', ''));
    expect(facts).toMatchObject({ sizeBytes: 0, md5: createHash('md5').digest('hex') });
    const path = join(createTemporaryFolder(), 'empty');
    expect(await store.download('empty', path)).toMatchObject({ sizeBytes: 0 });
    expect([(await store.read('empty', 0))?.bytes.length, readFileSync(path).length]).toEqual([0, 0]);
  });

  test('a file of nine megabytes goes up and comes down the same, telling how far it is', async () => {
    const { store } = await stage();
    const folder = createTemporaryFolder();
    const bytes = Buffer.alloc(largeBytes, 'weights of a model, ');
    writeFileSync(join(folder, 'up'), bytes);
    const body = { from: 'file', path: join(folder, 'up') } as const;
    const write = objectWrite('model.bin', '', { body, contentType: 'application/octet-stream' });
    const told = { up: [0], down: [0] };
    const outcome = await store.write(write, { onProgress: done => void told.up.push(done) });
    expect(outcome).toMatchObject({ outcome: 'written', facts: { sizeBytes: largeBytes } });
    expect(await store.write(write)).toEqual({ outcome: 'refused' });
    await store.download('model.bin', join(folder, 'down'), {
      onProgress: done => void told.down.push(done),
    });
    expect(readFileSync(join(folder, 'down')).equals(bytes)).toBe(true);
    for (const steps of [told.up, told.down]) {
      expect(steps.length).toBeGreaterThan(2);
      expect(steps).toEqual(steps.toSorted((one, other) => one - other));
      expect(steps.at(-1)).toBe(largeBytes);
    }
  });

  test('only the generation named is removed', async () => {
    const { store, emulator } = await stage();
    const first = await writeObject(store, objectWrite('latest', 'one'));
    const second = await writeObject(
      store,
      objectWrite('latest', 'two', { expectGeneration: first.generation }),
    );
    expect(await store.remove('latest', first.generation)).toBe(false);
    expect(emulator.listObjects('bucket')).toHaveLength(1);
    expect(await store.remove('latest', second.generation)).toBe(true);
    expect(await store.remove('latest', second.generation)).toBe(false);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });
}

/** Times are as exact as the transport tells them. */
function comparable(facts: ObjectFacts): Partial<ObjectFacts> {
  const { updatedAt: _, ...rest } = facts;
  return rest;
}
