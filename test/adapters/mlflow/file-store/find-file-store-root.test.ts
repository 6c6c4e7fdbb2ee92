import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFileStoreRoot } from '../../../../src/adapters/mlflow/file-store/find-file-store-root.ts';
import { writeStored, writeStoredModel } from '../../../support/mlflow/file-store.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

function createProject(): { readonly project: string; readonly root: string } {
  const project = createTemporaryFolder();
  return { project, root: join(project, 'mlruns') };
}

test.each([
  ['mlruns', 'mlruns'],
  ['the folder around it', '.'],
  ['its models', 'mlruns/models'],
])('a store is found from %s', (_, place) => {
  const { project, root } = createProject();
  writeStoredModel(root, { name: 'Random Forest' });
  expect(findFileStoreRoot(join(project, place))).toBe(root);
});

test('a store of another name is found by itself', () => {
  const { project } = createProject();
  writeStoredModel(join(project, 'copy'), { name: 'm' });
  expect(findFileStoreRoot(join(project, 'copy'))).toBe(join(project, 'copy'));
  expect(findFileStoreRoot(project)).toBeUndefined();
});

test('a store with experiments and no models yet is one', () => {
  const { project, root } = createProject();
  writeStored(join(root, '229455169897368118/meta.yaml'), 'name: first\n');
  expect(findFileStoreRoot(project)).toBe(root);
});

test('an experiment is none, though it keeps logged models', () => {
  const { root } = createProject();
  writeStored(join(root, '17/meta.yaml'), 'name: first\n');
  writeStored(join(root, '17/models/m-1/meta.yaml'), 'model_id: m-1\n');
  expect(findFileStoreRoot(join(root, '17'))).toBeUndefined();
  expect(findFileStoreRoot(join(root, '17/models'))).toBeUndefined();
});

test('other folders are none', () => {
  const { project } = createProject();
  expect(findFileStoreRoot(project)).toBeUndefined();
  expect(findFileStoreRoot(join(project, 'missing'))).toBeUndefined();
  mkdirSync(join(project, 'models/rag_v1'), { recursive: true });
  writeStored(join(project, 'models/rag_v1/metadata.json'), '{}');
  expect(findFileStoreRoot(project)).toBeUndefined();
  expect(findFileStoreRoot(join(project, 'models'))).toBeUndefined();
});
