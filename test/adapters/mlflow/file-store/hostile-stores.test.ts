import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFileStoreOrigin } from '../../../../src/adapters/mlflow/file-store/file-store-origin.ts';
import { writeStored, writeStoredModel, writeStoredRun } from '../../../support/mlflow/file-store.ts';
import { readOrigin } from '../../../support/mlflow/read-origin.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

function createStore(): string {
  const root = createTemporaryFolder();
  writeStoredModel(root, {
    name: 'whole',
    aliases: { champion: '1' },
    versions: [{ number: 1, runId: 'r' }],
  });
  writeStoredModel(root, { name: 'm', versions: [{ number: 1 }, { number: 2 }, { number: 3 }] });
  writeStoredRun(root, {
    id: 'r',
    metrics: { f1: '1 0.5 0' },
    dataSets: { d: { name: 'mine', digest: '1' } },
  });
  writeStoredRun(root, { id: 'q' });
  return root;
}

const garbage = fc.oneof(
  fc.string(),
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        'name: m\n',
        'version: 2\n',
        'version: 3',
        'current_stage: ',
        '- ',
        '&a ',
        '*a',
        '[',
        '\t',
        'x',
      ),
      { maxLength: 12 },
    )
    .map(pieces => pieces.join('')),
);

/** Files of which any may be anything; none of them is a part of `whole` or of run `r`. */
const targets = [
  'models/m/meta.yaml',
  'models/m/version-2/meta.yaml',
  'models/m/tags/k',
  'models/m/aliases/champion',
  'models/m/version-9/meta.yaml',
  'models/stray/meta.yaml',
  '0/q/meta.yaml',
  '0/q/metrics/f1',
  '0/r/inputs/other/meta.yaml',
  '0/meta.yaml',
];

test('whatever a file holds, nothing throws and nothing else is hidden', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...targets), garbage), async files => {
      const root = createStore();
      for (const [path, bytes] of Object.entries(files)) writeStored(join(root, path), bytes);
      const origin = createFileStoreOrigin(root, { now: () => 0 });
      const found = await readOrigin(origin);
      expect(found.find('whole', '1')).toMatchObject({ status: 'READY', stage: 'None' });
      expect(found.models).toContainEqual(
        expect.objectContaining({ name: 'whole', aliases: { champion: '1' } }),
      );
      const isDeleted = String(files['models/m/version-2/meta.yaml']).includes('Deleted_Internal');
      expect(found.versionsOf('m').map(({ version }) => version)).toEqual(
        expect.arrayContaining(isDeleted ? ['1', '3'] : ['1', '2', '3']),
      );
      for (const { why, name } of found.strangers) expect(name + why).not.toMatch(/[\x00-\x1f]/);
      const runs = await origin.readRuns(['r', 'q']);
      expect(runs.find(({ runId }) => runId === 'r')).toMatchObject({
        metrics: { f1: 0.5 },
        dataSets: expect.arrayContaining([{ name: 'mine', digest: '1' }]),
      });
    }),
    { numRuns: 150 },
  );
});

test('whatever the address of a version is, listing its files throws nothing and stays inside', async () => {
  const part = fc.constantFrom(
    'runs:/',
    'models:/',
    'file:///',
    'C:\\',
    '0',
    'r',
    'artifacts',
    '/',
    '..',
    '%2e%2e',
    '%00',
    'etc',
    '\0',
    '%',
  );
  const root = createStore();
  writeStored(join(root, '0/r/artifacts/file'), '');
  const origin = createFileStoreOrigin(root, { now: () => 0 });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async parts => {
      writeStoredModel(root, { name: 'm', versions: [{ number: 1, source: parts.join('') }] });
      const version = (await readOrigin(origin)).find('m', '1');
      const files = version && (await origin.listFiles(version, undefined));
      for (const { path } of files ?? []) expect(path).toBe('file');
    }),
    { numRuns: 300 },
  );
});

test('reading changes nothing', async () => {
  const root = createStore();
  writeFileSync(join(root, 'models/m/version-2/meta.yaml'), '');
  const look = () =>
    globSync('**/*', { cwd: root }).map(path => {
      const { size, mtimeMs, ctimeMs } = statSync(join(root, path));
      return [path, size, mtimeMs, ctimeMs];
    });
  const before = look();
  const origin = createFileStoreOrigin(root);
  const found = await readOrigin(origin);
  await origin.readRuns(['r', 'q']);
  for (const version of found.versions) {
    await origin.listFiles(version, undefined);
    await origin.findDownloadUri(version);
  }
  expect(look()).toEqual(before);
});

test('no part of it knows a call that writes', () => {
  const folder = resolve(import.meta.dirname, '../../../../src/adapters/mlflow/file-store');
  const calls = globSync('*.ts', { cwd: folder }).flatMap(name => {
    const text = readFileSync(join(folder, name), 'utf8');
    return [...text.matchAll(/import \{([^}]*)\} from 'node:fs(?:\/promises)?'/g)].flatMap(([, names = '']) =>
      names.split(',').map(word => word.trim()),
    );
  });
  expect([...new Set(calls)].sort()).toEqual(['existsSync', 'lstatSync', 'readdirSync', 'statSync']);
});
