import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RunProgram, runProgram } from '../../../../src/adapters/dvc/git/run-program.ts';
import { createNodeFileSystem } from '../../../../src/adapters/files/node-file-system.ts';
import { createKilledProcess } from '../../../support/dvc-crashes.ts';
import {
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readCommittedDigest,
  readStableDigest,
  runGit,
} from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { planPromote, promote } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** A process that is gone from the first call of git on that has these words among its arguments. */
function createDying(...words: readonly string[]) {
  const { fileSystem, runProgram: dead } = createKilledProcess(createNodeFileSystem(), 1, 'before');
  const living = createNodeFileSystem();
  let isDead = false;
  const run: RunProgram = async given => {
    isDead ||= words.every(word => given.arguments.includes(word));
    return isDead ? await dead({ ...given, arguments: ['push'] }) : await runProgram(given);
  };
  const rename = (from: string, to: string) => (isDead ? fileSystem : living).rename(from, to);
  const removeFile = (path: string) => (isDead ? fileSystem : living).removeFile(path);
  return { runProgram: run, fileSystem: { ...living, rename, removeFile } };
}

/** The process that was killed is this one: the journal is made to be of one that is gone. */
function loseOwner(root: string): void {
  const folder = join(root, '.lastgood/operations');
  for (const name of readdirSync(folder).filter(each => each.endsWith('.json'))) {
    const record = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const owner = { ...record.owner, processIdentity: 'gone' };
    writeFileSync(join(folder, name), JSON.stringify({ ...record, owner }));
  }
}

test('a promotion that was cut off behind its push is finished here when it is asked for again', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const session = openDvc(folder, root);
  await promote(session, 'qwen', 'run-002', 'stable');
  await promote(session, 'qwen', 'run-001', 'stable');
  const dying = openDvc(folder, root, createDying('update-ref', '--stdin'));
  await promote(dying, 'qwen', 'run-002', 'stable').catch(() => undefined);
  loseOwner(root);
  expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(2));
  expect(readStableDigest(root)).toBe(digestOf(1));

  const plan = await planPromote(session, 'qwen', 'run-002', 'stable');
  expect(plan).toMatchObject({
    changes: true,
    title: expect.stringContaining('put what lags behind in line'),
  });
  const receipt = await promote(session, 'qwen', 'run-002', 'stable');
  expect(receipt.outcome).toBe('applied');
  expect(readStableDigest(root)).toBe(digestOf(2));
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
  expect(runGit(folder, root, 'for-each-ref', 'refs/lastgood')).toBe('');
  expect(readdirSync(join(root, '.lastgood/operations'))).toEqual(['.gitignore']);
  expect(await planPromote(session, 'qwen', 'run-002', 'stable')).toMatchObject({ changes: false });
});
