import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBucketOfS0 } from '../../../support/buckets.ts';
import { openMachine, openReadMachine } from '../../../support/mirror-machines.ts';
import { promote } from '../../../support/registry-rig.ts';

/** A copy of a bucket that was written to, its `.lastgood/registry.json` replaced by a text, opened by another process. */
async function openSpoilt(text: string) {
  const emulator = await openBucketOfS0();
  const first = await openReadMachine(emulator);
  expect(await promote(first.session, 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
  const path = join(first.root, '.lastgood/registry.json');
  const before = JSON.parse(readFileSync(path, 'utf8')) as { readonly registryId: string };
  writeFileSync(path, text);
  const { session, root } = openMachine(emulator, { root: first.root });
  return { session, root, path, registryId: before.registryId };
}

describe('the registry file of a copy', () => {
  test.each([
    ['no JSON', 'not json at all'],
    ['cut off', '{"format":1,"regis'],
    ['empty', ''],
    ['a list', '[]'],
    ['an object that says nothing', '{}'],
  ])('that is %s is made again from the bucket, which is said, and writes go on', async (_, text) => {
    const { session, path, registryId } = await openSpoilt(text);
    const report = await session.registry.mirror?.reader.refresh();
    expect(report?.remade).toEqual(['.lastgood/registry.json']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ registryId });
    expect(await promote(session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });
    expect((await session.registry.mirror?.reader.refresh())?.remade).toEqual([]);
  });

  test.each([
    ['of another registry', '{"registryId":"another"}'],
    ['of a newer format', '{"format":99}'],
  ])('that is %s is left as it is', async (_, text) => {
    const { session, path } = await openSpoilt(text);
    await session.registry.mirror?.reader.refresh().catch(() => undefined);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('is left as it is in a folder that is not known to be a copy of this bucket', async () => {
    const { session, root, path } = await openSpoilt('not json at all');
    rmSync(join(root, '.lastgood/mirror.json'));
    await expect(session.registry.mirror?.reader.refresh()).rejects.toMatchObject({
      code: 'history-damaged',
    });
    expect(readFileSync(path, 'utf8')).toBe('not json at all');
  });
});
