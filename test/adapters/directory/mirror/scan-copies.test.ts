import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nameEntry } from '../../../../src/adapters/directory/mirror/bucket-history.ts';
import { beginScan, scanCopies } from '../../../../src/adapters/directory/mirror/scan-copies.ts';

const entry = nameEntry('rag', 1);

function makeCopy(...names: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'lastgood-scan-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const name of names) putFile(root, name);
  return root;
}

function putFile(root: string, name: string): void {
  mkdirSync(join(root, name, '..'), { recursive: true });
  writeFileSync(join(root, name), '{}');
}

test('a scan that begins knows the history; what is put there from then on is not found', async () => {
  const root = makeCopy(entry, 'rag_v1/metadata.json', 'rag_v1/deep/notes.txt', 'latest');
  const scan = await beginScan(root, undefined);
  expect([...scan.copies.keys()]).toEqual([entry]);
  putFile(root, 'rag_v2/metadata.json');
  putFile(root, nameEntry('rag', 2));
  await scan.finish();
  expect([...scan.copies.keys()].sort()).toEqual([entry, 'rag_v1/deep/notes.txt', 'rag_v1/metadata.json']);
});

test('a whole scan finds all of it', async () => {
  const root = makeCopy(entry, 'rag_v1/metadata.json', 'rag_v2/metadata.json');
  expect([...(await scanCopies(root, undefined)).keys()].sort()).toEqual([
    entry,
    'rag_v1/metadata.json',
    'rag_v2/metadata.json',
  ]);
});

test('there may be no copy', async () => {
  const root = join(makeCopy(), 'nothing');
  expect([...(await scanCopies(root, undefined)).keys()]).toEqual([]);
});
