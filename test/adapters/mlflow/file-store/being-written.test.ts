import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileStoreOrigin } from '../../../../src/adapters/mlflow/file-store/file-store-origin.ts';
import { formatMeta, writeStoredModel } from '../../../support/mlflow/file-store.ts';
import { readOrigin } from '../../../support/mlflow/read-origin.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** A store whose version 2 was just begun by another program, which goes on while it is read for the `nth` time. */
function createBeingWritten(
  begun: 'folder' | 'empty' | 'half',
  finishOnReading: number,
  onReading?: () => void,
) {
  const root = createTemporaryFolder();
  writeStoredModel(root, { name: 'm', versions: [{ number: 1 }, { number: 2, stage: 'Staging' }] });
  writeStoredModel(root, { name: 'quiet', versions: [{ number: 1 }] });
  const folder = join(root, 'models/m/version-2');
  const meta = join(folder, 'meta.yaml');
  const whole = formatMeta({ current_stage: 'Staging', name: 'm', version: 2 });
  if (begun === 'folder') rmSync(folder, { recursive: true });
  mkdirSync(folder, { recursive: true });
  if (begun !== 'folder') writeFileSync(meta, begun === 'empty' ? '' : whole.slice(0, 18));
  let readings = 0;
  const now = (): number => {
    readings += 1;
    onReading?.();
    if (readings === finishOnReading) writeFileSync(meta, whole);
    return Date.now();
  };
  return createFileStoreOrigin(root, { now });
}

test.each(['folder', 'empty', 'half'] as const)(
  'a version of which another program wrote the %s is read once it is whole',
  async begun => {
    // The clock is asked once for each model: `m`, `quiet`, and `m` again after a moment.
    const found = await readOrigin(createBeingWritten(begun, 3));
    expect(found.find('m', '2')).toMatchObject({ stage: 'Staging', status: 'READY' });
    expect(found.models.map(({ name }) => name)).toEqual(['m', 'quiet']);
  },
);

test('a version that never becomes whole is told as it is, after the others', async () => {
  const found = await readOrigin(createBeingWritten('empty', 100));
  expect(found.find('m', '2')).toMatchObject({
    status: 'UNREADABLE',
    statusMessage: 'its meta.yaml is empty',
  });
  expect(found.pages).toEqual([1, 1]);
  expect(found.versions.map(({ model }) => model)).toEqual(['quiet', 'm', 'm']);
});

test('waiting for another program ends when reading is given up', async () => {
  const reason = new Error('enough');
  const control = new AbortController();
  // After the models that are in order were read, while the other one is waited for.
  const giveUp = (): void => void setTimeout(() => control.abort(reason), 1);
  await expect(readOrigin(createBeingWritten('empty', 100, giveUp), control.signal)).rejects.toBe(reason);
});
