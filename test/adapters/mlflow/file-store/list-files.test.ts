import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MlflowVersion } from '../../../../src/adapters/mlflow/entities.ts';
import { createFileStoreOrigin } from '../../../../src/adapters/mlflow/file-store/file-store-origin.ts';
import { writeStored, writeStoredModel, writeStoredRun } from '../../../support/mlflow/file-store.ts';
import { readOrigin } from '../../../support/mlflow/read-origin.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

const run = 'f9cf10a0760841618cc777ed9e073c58';
const experiment = '229455169897368118';
const logged = 'm-2b15a1738b31476690c10f51565a6f79';

/** A store with a run and a logged model that have files, and a version with such a source. */
async function listFilesOf(draft: { source: string; storedAt?: string; modelId?: string }) {
  const root = createTemporaryFolder();
  writeStoredRun(root, { id: run, experiment });
  writeStored(join(root, experiment, run, 'artifacts/model/MLmodel'), 'flavors: {}');
  writeStored(join(root, experiment, run, 'artifacts/model/data/weights.bin'), '12345');
  writeStored(join(root, experiment, run, 'artifacts/other.txt'), '');
  writeStored(join(root, experiment, 'models', logged, 'artifacts/MLmodel'), 'x');
  const outside = createTemporaryFolder();
  writeStored(join(outside, 'secret'), '');
  symlinkSync(outside, join(root, experiment, run, 'artifacts/model/outside'));
  symlinkSync(outside, join(root, experiment, run, 'artifacts/away'));
  const meta = draft.modelId === undefined ? {} : { model_id: draft.modelId };
  writeStoredModel(root, { name: 'm', versions: [{ number: 1, ...draft, meta }] });
  const origin = createFileStoreOrigin(root);
  const version = (await readOrigin(origin)).find('m', '1') as MlflowVersion;
  return origin.listFiles(version, undefined);
}

const ofRun = [
  { path: 'model/MLmodel', isFolder: false, sizeBytes: 11 },
  { path: 'model/data', isFolder: true, sizeBytes: undefined },
  { path: 'model/data/weights.bin', isFolder: false, sizeBytes: 5 },
];
const ofLogged = [{ path: 'MLmodel', isFolder: false, sizeBytes: 1 }];

test.each([
  ['a run', `runs:/${run}/model`, ofRun],
  ['the server’s artifacts', `mlflow-artifacts:/${experiment}/${run}/artifacts/model`, ofRun],
  ['a folder of Windows', `file:///C:/Users/Amin%20H/mlruns/${experiment}/${run}/artifacts/model`, ofRun],
  ['a path of Windows', `C:\\mlruns\\${experiment}\\${run}\\artifacts\\model`, ofRun],
  ['a folder that was moved', `/old/artifacts/mlruns/${experiment}/${run}/artifacts/model`, ofRun],
  ['a single file', `runs:/${run}/other.txt`, [{ path: 'other.txt', isFolder: false, sizeBytes: 0 }]],
  ['a logged model', `models:/${logged}`, ofLogged],
  ['the folder of a logged model', `file:///x/mlruns/${experiment}/models/${logged}/artifacts`, ofLogged],
  ['a bucket', 's3://bucket/model', undefined],
  ['a run that is not here', 'runs:/missing/model', undefined],
  ['files that are not here', `runs:/${run}/nothing`, undefined],
  ['a way out by its name', `runs:/${run}/../../../../etc`, undefined],
  ['a way out by a link', `runs:/${run}/away/secret`, undefined],
  ['another folder of this machine', 'file:///etc', undefined],
  ['half an address', `file:///${experiment}/${run}/artifacts/%E0%A4%A`, undefined],
])('the files of a version whose source is %s', async (_, source, expected) => {
  expect(await listFilesOf({ source })).toEqual(expected);
});

test('where a version was found at first goes before its source', async () => {
  const storedAt = `file:///x/mlruns/${experiment}/models/${logged}/artifacts`;
  expect(await listFilesOf({ source: 'models:/m/3', storedAt })).toEqual(ofLogged);
});

test('the logged model it is made of is looked for last', async () => {
  expect(await listFilesOf({ source: 's3://bucket/model', modelId: logged })).toEqual(ofLogged);
});

test('a thousand files are listed at most', async () => {
  const root = createTemporaryFolder();
  const artifacts = join(root, '0', run, 'artifacts');
  for (let index = 0; index < 1100; index += 1) writeStored(join(artifacts, `many/file-${index}`), '');
  mkdirSync(join(artifacts, 'many/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t'), { recursive: true });
  writeStoredModel(root, { name: 'm', versions: [{ number: 1, source: `runs:/${run}/many` }] });
  const origin = createFileStoreOrigin(root);
  const version = (await readOrigin(origin)).find('m', '1') as MlflowVersion;
  expect(await origin.listFiles(version, undefined)).toHaveLength(1000);
});
