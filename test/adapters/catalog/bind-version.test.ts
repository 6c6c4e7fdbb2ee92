import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatS2, makeS2Registry, type S2Version, writeS2File } from '../../support/catalog-files.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const write = (folder: string, version: S2Version): string =>
  writeS2File(folder, 'registry.json', makeS2Registry([{ model: 'majora', versions: [version] }]));

function open(version: Omit<S2Version, 'version'> = {}) {
  const folder = createTemporaryFolder();
  const path = write(folder, { version: 'v1', ...version });
  return { folder, path, reader: openCatalog(path).registry.reader };
}

describe('the files of a version that another program registered', () => {
  it('are checked for being there: S2 never looks', async () => {
    const folder = createTemporaryFolder();
    const gguf = join(folder, 'majora.gguf');
    const lora = join(folder, 'majora-lora');
    writeFileSync(gguf, 'weights');
    mkdirSync(lora);
    const { reader } = open({ ggufPath: gguf, loraPath: lora });
    expect((await reader.verifyVersion('majora', 'v1')).checks).toEqual([
      { name: 'registry.json', outcome: 'nothing-recorded', detail: 'registered by another program' },
      { name: lora, outcome: 'nothing-recorded', detail: 'a folder: no digest was recorded' },
      { name: gguf, outcome: 'nothing-recorded', detail: 'it is there; no digest was recorded' },
    ]);
    rmSync(gguf);
    expect((await reader.verifyVersion('majora', 'v1')).checks.at(-1)).toEqual({
      name: gguf,
      outcome: 'elsewhere',
      detail: 'not on this machine',
    });
  });

  it('with a path that is no whole one are looked for beside the registry', async () => {
    const { folder, reader } = open({ ggufPath: 'models/v1.gguf' });
    writeS2File(folder, 'models/v1.gguf', 'weights');
    expect((await reader.verifyVersion('majora', 'v1')).checks.at(-1)).toMatchObject({
      name: 'models/v1.gguf',
      outcome: 'nothing-recorded',
    });
  });

  it('are no reason to wait: a pipe or a device is not read', async () => {
    const { reader } = open({ ggufPath: '/dev/zero' });
    const { unbound } = await reader.bindVersion('majora', 'v1');
    expect(unbound).toEqual([{ name: '/dev/zero', why: expect.stringMatching(/^cannot be read: /) }]);
  });
});

describe('a verdict', () => {
  it('is bound to what is on record and to every file that is there, and says what it is not bound to', async () => {
    const folder = createTemporaryFolder();
    const gguf = join(folder, 'v1.gguf');
    writeFileSync(gguf, 'weights');
    const { reader } = open({ ggufPath: gguf, loraPath: '/nowhere/lora' });
    const { files, unbound } = await reader.bindVersion('majora', 'v1');
    expect(files.map(({ name, place }) => [name, place])).toEqual([
      ['registry row', 'version'],
      [gguf, 'machine'],
    ]);
    expect(unbound).toEqual([{ name: '/nowhere/lora', why: 'is not on this machine' }]);
    const checks = await reader.checkBoundFiles('majora', 'v1', files);
    expect(checks.map(({ outcome }) => outcome)).toEqual(['verified', 'verified']);
    writeFileSync(gguf, 'other weights');
    expect((await reader.checkBoundFiles('majora', 'v1', files)).map(({ outcome }) => outcome)).toEqual([
      'verified',
      'differs',
    ]);
  });

  it.each([
    ['a changed score', { scores: { accuracy: 0.91 } }, 'differs'],
    ['changed training', { training: { samples: 5 } }, 'differs'],
    ['a deployment', { deployed: true, status: 'deployed' }, 'verified'],
    ['notes and tags', { notes: 'read me', tags: ['stable'] }, 'verified'],
  ])('stands through moves and descriptions, and not through %s', async (_, change, outcome) => {
    const { folder, reader } = open({ scores: { accuracy: 0.9 } });
    const { files } = await reader.bindVersion('majora', 'v1');
    const before = await reader.hashRecord('majora', 'v1');
    write(folder, { version: 'v1', scores: { accuracy: 0.9 }, ...change });
    expect((await reader.checkBoundFiles('majora', 'v1', files)).map(check => check.outcome)).toEqual([
      outcome,
    ]);
    expect((await reader.hashRecord('majora', 'v1')) === before).toBe(outcome === 'verified');
  });

  it('stands however the same file is written, with numbers that only Python writes too', async () => {
    const { path, reader } = open({ scores: { accuracy: 0.5, f1_score: 1 } });
    const text = formatS2(
      makeS2Registry([
        { model: 'majora', versions: [{ version: 'v1', scores: { accuracy: 0.5, f1_score: 1 } }] },
      ]),
    );
    const odd = (json: string): string => json.replace('"perplexity": null', '"perplexity": NaN');
    writeFileSync(path, odd(text));
    const before = await reader.hashRecord('majora', 'v1');
    writeFileSync(path, odd(text).replace('"f1_score": 1', '"f1_score": 1.0').replace(/\n */g, ' '));
    expect(await reader.hashRecord('majora', 'v1')).toBe(before);
  });

  it('on a version that is gone is missing, and none can be made', async () => {
    const { path, reader } = open();
    const { files } = await reader.bindVersion('majora', 'v1');
    writeFileSync(path, formatS2(makeS2Registry([])));
    expect(await reader.checkBoundFiles('majora', 'v1', files)).toEqual([
      { name: 'row in registry.json', outcome: 'missing', detail: 'it is not there' },
    ]);
    await expect(reader.bindVersion('majora', 'v1')).rejects.toMatchObject({ code: 'version-not-found' });
    await expect(reader.hashRecord('majora', 'v1')).rejects.toMatchObject({ code: 'version-not-found' });
  });
});
