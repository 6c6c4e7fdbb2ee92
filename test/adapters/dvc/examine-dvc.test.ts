import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DvcExamination, examineDvc } from '../../../src/adapters/dvc/examine-dvc.ts';
import { parseDvcRemote } from '../../../src/adapters/dvc/find-dvc-remote.ts';
import { type RunProgram, runProgram } from '../../../src/adapters/dvc/git/run-program.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import {
  describeProgramVariables,
  makeDvcRepository,
  runGit,
  writeBelow,
} from '../../support/dvc-repository.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

async function examine(folder: string, root: string, change: Partial<DvcExamination> = {}) {
  const variables = describeProgramVariables(folder);
  const fileSystem = createNodeFileSystem();
  const options = { name: 'rag', root, push: 'git', variables, runProgram, fileSystem } as const;
  return await examineDvc({ ...options, offlineBecause: undefined, ...change }, new AbortController().signal);
}

test('a working tree says who commits and that its remote takes a push, and nothing is pushed, fetched or run', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  writeFileSync(join(root, '.git/hooks/pre-push'), '#!/bin/sh\ntouch hook-ran\nexit 1\n');
  chmodSync(join(root, '.git/hooks/pre-push'), 0o755);
  runGit(folder, root, 'commit', '-q', '--allow-empty', '-m', 'not pushed yet');
  const before = takeSnapshot(folder);
  const found = await examine(folder, root);
  expect(found).toMatchObject({
    identity: 'anna@example.com',
    may: expect.arrayContaining(['read origin/main', 'push to origin/main']),
  });
  expect(takeSnapshot(folder)).toEqual(before);
});

test('a remote that does not answer is not usable, one that takes no push limits', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  const refusing: RunProgram = async run => {
    if (!run.arguments.includes('push')) return await runProgram(run);
    const words =
      'remote: Permission to acme/x denied to anna.\nfatal: The requested URL returned error: 403';
    return { ended: 'by-itself', exitCode: 128, output: new Uint8Array(), words };
  };
  expect(await examine(folder, root, { runProgram: refusing })).toMatchObject({
    state: 'limited',
    may: ['commit moves', 'read origin/main'],
    missing: [{ fix: expect.stringContaining('right to push') }],
  });
  runGit(folder, root, 'remote', 'set-url', 'origin', 'https://anna:5ecretGit@127.0.0.1:9/x.git');
  const away = await examine(folder, root);
  expect(away).toMatchObject({ state: 'not-usable' });
  expect(JSON.stringify(away)).not.toContain('5ecretGit');
});

test('offline the remote is not asked, what is on this machine is looked at all the same', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  const asked: string[] = [];
  const noting: RunProgram = async run => {
    asked.push(run.arguments.join(' '));
    return await runProgram(run);
  };
  const found = await examine(folder, root, { offlineBecause: '--offline is given', runProgram: noting });
  expect(found).toMatchObject({ state: 'not-asked', identity: 'anna@example.com', may: ['commit moves'] });
  expect(asked.filter(words => /ls-remote|fetch|push/.test(words))).toEqual([]);
});

test('where files are pushed too, dvc has to be on the PATH and to have a remote', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  writeBelow(root, '.dvc/config', '');
  const variables = { ...describeProgramVariables(folder), PATH: '/usr/bin:/bin' };
  const without = await examine(folder, root, { push: 'dvc', variables });
  expect(without.missing.map(({ what }) => what)).toEqual([
    'dvc is not on the PATH.',
    'DVC has no remote to put files on.',
  ]);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin/dvc'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(folder, 'bin/dvc'), 0o755);
  const url = 'https://mina:5ecretDvc@dvc.example.org/store?sig=5ecretDvc';
  writeBelow(root, '.dvc/config.local', `[core]\n    remote = store\n['remote "store"']\n    url = ${url}\n`);
  const found = await examine(folder, root, { push: 'dvc' });
  expect(found.may).toContain('push files to store (https://dvc.example.org/store), which only dvc asks');
  expect(JSON.stringify(found)).not.toContain('5ecretDvc');
});

test.each([
  ['', undefined],
  ['[core]\nremote = a\n', { name: 'a', url: undefined }],
  [
    `[core]\n  remote = a\n['remote "a"']\n  url = /one\n[core]\nremote = b\n['remote "b"']\nurl = s3://x/y`,
    { name: 'b', url: 's3://x/y' },
  ],
  [`['remote "a"']\n  url = /one\n`, undefined],
])('of %j DVC uses %j', (text, expected) => {
  expect(parseDvcRemote(text)).toEqual(expected);
});
