import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  addDotEnv,
  findOriginalsVariables,
  parseDotEnv,
} from '../../../src/adapters/settings/originals-variables.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

test.each([
  ['A=1', '1'],
  ['export A=1', '1'],
  ['  A = one two  # why', 'one two'],
  ["A='one # two'", 'one # two'],
  ['A="say \\"hi\\""', 'say "hi"'],
  ['A=', ''],
  ['A=1\r\nA=2\r\n', '2'],
  ['A=$HOME/x', '$HOME/x'],
  ['A=x=y', 'x=y'],
])('%j gives A %j', (text, value) => {
  expect(parseDotEnv(text)).toEqual({ A: value });
});

test('comments and other lines say nothing', () => {
  expect(parseDotEnv('# A=1\n\nnot a line\n=x\n')).toEqual({});
});

test('.env gives the variables of the originals and no others, and the environment wins', async () => {
  const folder = createTemporaryFolder();
  const text =
    'MODEL_NAME=theirs\nMODEL_REGISTRY_DIR=./registry\nMLFLOW_TRACKING_URI=http://h\nLASTGOOD_ACTOR=somebody\nGITHUB_ACTOR=x\nPATH=/evil\n';
  writeFileSync(join(folder, '.env'), text);
  const environment = { MODEL_NAME: 'mine', PATH: '/bin' };
  expect(await addDotEnv(environment, folder)).toEqual({
    MODEL_NAME: 'mine',
    MODEL_REGISTRY_DIR: './registry',
    MLFLOW_TRACKING_URI: 'http://h',
    PATH: '/bin',
  });
  expect(await findOriginalsVariables(environment, folder)).toMatchObject({ MODEL_NAME: 'mine' });
});

test('a .env that is missing or no file changes nothing', async () => {
  const folder = createTemporaryFolder();
  const environment = { MODEL_NAME: 'mine' };
  expect(await addDotEnv(environment, folder)).toEqual(environment);
  mkdirSync(join(folder, '.env'));
  expect(await addDotEnv(environment, folder)).toEqual(environment);
});
