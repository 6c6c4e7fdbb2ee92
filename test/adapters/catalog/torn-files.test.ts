import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAfsCatalog, modelOf } from '../../support/afs-catalog.ts';
import { makeS2Lineage } from '../../support/catalog-files.ts';

const models = [modelOf('majora', 'v1', { version: 'v2', deployed: true, parent: 'v1' })];

function openWithLineage() {
  const catalog = createAfsCatalog(models, makeS2Lineage(models));
  const folder = dirname(catalog.path);
  const kept = join(folder, 'registry.lastgood', 'torn');
  return {
    ...catalog,
    lineage: join(folder, 'lineage.json'),
    listKept: () => (existsSync(kept) ? readdirSync(kept).map(name => readFileSync(join(kept, name))) : []),
  };
}

function readLineage(path: string) {
  return JSON.parse(readFileSync(path, 'utf8')).lineages.majora.versions;
}

describe('a torn file of lineage', () => {
  test('is told by doctor and put back from the copy and our records, with the torn bytes kept', async () => {
    const catalog = openWithLineage();
    await catalog.run('register', 'majora', '--parent', 'v2', '--yes');
    const whole = readLineage(catalog.lineage);
    const torn = '{"version": "1.0", "upd';
    writeFileSync(catalog.lineage, torn);
    const register = await catalog.run('register', 'majora', 'a=1', '--yes');
    expect([register.code, `${register.out}${register.error}`]).toEqual([
      6,
      expect.stringContaining('lastgood doctor'),
    ]);
    const looked = await catalog.run('doctor', '--dry-run');
    expect(looked.out).toContain('repairable: lineage.json: lineage.json is torn');
    const repaired = await catalog.run('doctor');
    expect([repaired.code, repaired.out]).toEqual([0, expect.stringContaining('repaired: lineage.json')]);
    expect(readLineage(catalog.lineage)).toEqual(whole);
    expect(Object.keys(whole)).toEqual(['v1', 'v2', 'v3']);
    expect(catalog.listKept().map(String)).toEqual([torn]);
    expect((await catalog.run('register', 'majora', 'a=1', '--yes')).code).toBe(0);
  });

  test('of which nothing is known here is damage, and left as it is', async () => {
    const catalog = openWithLineage();
    await catalog.run('score', 'majora', 'v1', 'a=1', '--yes');
    writeFileSync(catalog.lineage, '{"a');
    const doctor = await catalog.run('doctor');
    expect([doctor.code, doctor.out]).toEqual([6, expect.stringContaining('damaged: lineage.json')]);
    expect(readFileSync(catalog.lineage, 'utf8')).toBe('{"a');
  });
});

const json = Buffer.from(JSON.stringify({ version: '1.0', models: {} }));
const shapes: readonly (readonly [string, (whole: Buffer) => Buffer])[] = [
  ['nothing but NUL', whole => Buffer.alloc(whole.length)],
  ['NUL from its middle on', whole => Buffer.concat([whole.subarray(0, 200), Buffer.alloc(200)])],
  ['an old tail', whole => Buffer.concat([json, whole.subarray(json.length)])],
  ['a page of a proxy', () => Buffer.from('<html><body>Bad gateway</body></html>')],
  ['UTF-16', whole => Buffer.from(whole.toString('utf8'), 'utf16le')],
  ['a cut inside of a text, and a newline', () => Buffer.from('{"version": "1.0", "upd\n')],
  ['nothing at all', () => Buffer.alloc(0)],
];

test.each(shapes)('a file of models that holds %s is put back from the copy', async (_, tear) => {
  const catalog = openWithLineage();
  await catalog.run('score', 'majora', 'v1', 'a=1', '--yes');
  await catalog.run('score', 'majora', 'v2', 'a=2', '--yes');
  const whole = readFileSync(catalog.path);
  const torn = tear(whole);
  writeFileSync(catalog.path, torn);
  const looked = await catalog.run('doctor', '--dry-run');
  expect(looked.out).toContain('Run lastgood doctor to put the file back');
  expect(looked.out).not.toMatch(/Move it away/);
  const doctor = await catalog.run('doctor');
  expect([doctor.code, doctor.out]).toEqual([0, expect.stringContaining('registry.json: was torn')]);
  expect(JSON.parse(catalog.readText()).models).toEqual(JSON.parse(whole.toString('utf8')).models);
  expect(catalog.listKept()).toEqual([torn]);
});

test('a file that is no JSON is damage where there is no copy, with one thing to do', async () => {
  const catalog = openWithLineage();
  await catalog.run('score', 'majora', 'v1', 'a=1', '--yes');
  rmSync(join(dirname(catalog.path), 'registry.lastgood', 'previous.json'));
  writeFileSync(catalog.path, '<html>');
  const doctor = await catalog.run('doctor');
  expect([doctor.code, doctor.out]).toEqual([6, expect.stringContaining('Restore the file from a backup')]);
  expect(doctor.out).not.toMatch(/Move it away|lastgood doctor/);
});
