import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileStoreOrigin } from '../../../../src/adapters/mlflow/file-store/file-store-origin.ts';
import { writeStored, writeStoredModel } from '../../../support/mlflow/file-store.ts';
import { readOrigin } from '../../../support/mlflow/read-origin.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** Long after everything in the store was written, so that nobody is taken to be writing. */
const later = { now: () => Date.now() + 3_600_000 };

const open = (root: string) => createFileStoreOrigin(root, later);

test('an alias that names no version is named and hides no other', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, {
    name: 'churn',
    aliases: { champion: '1', broken: 'newest', empty: '', 'odd/one': '1', '007': '007' },
    versions: [{ number: 1 }],
  });
  const found = await readOrigin(open(root));
  expect(found.models[0]?.aliases).toEqual({ champion: '1', '007': '7' });
  expect(found.strangers).toEqual([
    { name: 'models/churn/aliases/broken', why: 'it names no version' },
    { name: 'models/churn/aliases/empty', why: 'it names no version' },
    { name: 'models/churn/aliases/odd/one', why: 'no name of an alias' },
  ]);
});

test('a model whose meta.yaml cannot be read is shown from its versions, and named', async () => {
  const root = createTemporaryFolder();
  for (const name of ['torn', 'empty-folder', 'whole'])
    writeStoredModel(root, { name, versions: name === 'empty-folder' ? [] : [{ number: 1 }] });
  writeFileSync(join(root, 'models/torn/meta.yaml'), 'creation_timestamp: 17');
  rmSync(join(root, 'models/empty-folder/meta.yaml'));
  const found = await readOrigin(open(root));
  expect(found.models.map(({ name }) => name)).toEqual(['torn', 'whole']);
  expect(found.find('torn', '1')?.status).toBe('READY');
  expect(found.strangers).toEqual([
    { name: 'models/empty-folder', why: 'no model: its meta.yaml is missing' },
    { name: 'models/torn', why: 'its meta.yaml is cut off: only its versions, tags and aliases are read' },
  ]);
});

test('links are not followed, wherever they stand, and named', async () => {
  const root = createTemporaryFolder();
  const outside = createTemporaryFolder();
  writeStoredModel(outside, { name: 'secret', tags: { key: 'hidden' }, versions: [{ number: 1 }] });
  writeStoredModel(root, { name: 'm', tags: { real: 'yes' }, versions: [{ number: 1 }] });
  const secret = join(outside, 'models/secret');
  symlinkSync(secret, join(root, 'models/linked'));
  symlinkSync(join(secret, 'version-1'), join(root, 'models/m/version-2'));
  symlinkSync(join(secret, 'tags'), join(root, 'models/m/version-1/tags'));
  symlinkSync(join(secret, 'tags/key'), join(root, 'models/m/tags/key'));
  mkdirSync(join(root, 'models/m/version-3'));
  symlinkSync(join(secret, 'version-1/meta.yaml'), join(root, 'models/m/version-3/meta.yaml'));
  const found = await readOrigin(open(root));
  expect(JSON.stringify(found)).not.toContain('hidden');
  expect(found.models).toMatchObject([{ name: 'm', tags: { real: 'yes' } }]);
  expect(found.versions).toMatchObject([
    { version: '1', tags: {} },
    { version: '3', status: 'UNREADABLE' },
  ]);
  expect(found.strangers.map(({ name, why }) => `${name}: ${why}`).sort()).toEqual([
    'models/linked: a link, which is not followed',
    'models/m/tags/key: a link, which is not followed',
    'models/m/version-1/tags: a link, which is not followed',
    'models/m/version-2: a link, which is not followed',
    'models/m/version-3: its meta.yaml is not a regular file: a link stands there: only its number and tags are read',
  ]);
});

test('a folder of models that is a link shows none of them', async () => {
  const root = createTemporaryFolder();
  const outside = createTemporaryFolder();
  writeStoredModel(outside, { name: 'secret', versions: [{ number: 1 }] });
  symlinkSync(join(outside, 'models'), join(root, 'models'));
  const found = await readOrigin(open(root));
  expect(found.models).toEqual([]);
  expect(found.strangers).toEqual([{ name: 'models', why: 'a link, which is not followed' }]);
});

test('a tag that is too large is left out by name, one with a strange key is not', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, { name: 'm', tags: { __proto__x: 'a', constructor: 'b', 'ü /ö': 'line\nbreak ' } });
  writeStored(join(root, 'models/m/tags/__proto__'), 'own');
  writeStored(join(root, 'models/m/tags/huge'), '');
  truncateSync(join(root, 'models/m/tags/huge'), 1024 * 1024 + 1);
  const found = await readOrigin(open(root));
  const tags = new Map(Object.entries(found.models[0]?.tags ?? {}));
  expect(tags).toEqual(
    new Map([
      ['__proto__', 'own'],
      ['__proto__x', 'a'],
      ['constructor', 'b'],
      ['ü /ö', 'line\nbreak '],
    ]),
  );
  expect(found.strangers).toMatchObject([{ name: 'models/m/tags/huge' }]);
});

test('aliases of YAML that would grow without end cost nothing', async () => {
  const root = createTemporaryFolder();
  const levels = Array.from(
    { length: 40 },
    (_, level) =>
      `a${level}: &a${level} [${Array(9)
        .fill(level === 0 ? 'x' : `*a${level - 1}`)
        .join(',')}]`,
  );
  writeStoredModel(root, { name: 'm', versions: [{ number: 1 }, { number: 2 }] });
  writeStored(join(root, 'models/m/version-2/meta.yaml'), `${levels.join('\n')}\nname: m\nversion: 2\n`);
  const found = await readOrigin(open(root));
  expect(found.versions).toMatchObject([
    { version: '1', status: 'READY' },
    { version: '2', status: 'READY', description: undefined },
  ]);
});

test('a file and a tool’s folder among the models are no models; what begins with a dot is not even named', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, { name: 'm', versions: [{ number: 1 }] });
  writeStored(join(root, 'models/README.md'), 'hello');
  writeStored(join(root, 'models/.DS_Store'), '');
  writeStored(join(root, 'models/notes/text.txt'), '');
  const found = await readOrigin(open(root));
  expect(found.models.map(({ name }) => name)).toEqual(['m']);
  expect(found.strangers).toEqual([
    { name: 'models/README.md', why: 'a file, not a model' },
    { name: 'models/notes', why: 'no model: its meta.yaml is missing' },
  ]);
});

test('what stands there and is not read is named a hundred times at most', async () => {
  const root = createTemporaryFolder();
  for (let index = 0; index < 150; index += 1) writeStored(join(root, `models/file-${index}`), '');
  const { strangers } = await readOrigin(open(root));
  expect(strangers).toHaveLength(101);
  expect(strangers.at(-1)).toEqual({ name: 'models', why: '50 more that are not read' });
});
