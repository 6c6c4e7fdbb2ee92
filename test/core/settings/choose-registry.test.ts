import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { RegistryKind } from '../../../src/core/registry/registry-index.ts';
import { chooseRegistry, type RegistrySources } from '../../../src/core/settings/choose-registry.ts';
import { judgeBucketPlace } from '../../../src/core/settings/judge-copied-place.ts';
import { judgePlace, type PlaceFacts } from '../../../src/core/settings/judge-place.ts';

const file = '/project/lastgood.config.yaml';
const main = { name: 'main', path: '/srv/main', kind: undefined, file };
const spare = { name: 'spare', path: '/srv/spare', kind: 'directory', file } as const;

function choose(parts: {
  flag?: string;
  variables?: RegistrySources['variables'];
  registries?: RegistrySources['settings']['registries'];
  defaultRegistry?: string;
  kind?: RegistryKind;
}) {
  return chooseRegistry({
    flag: parts.flag,
    kind: parts.kind,
    variables: parts.variables ?? {},
    settings: { registries: parts.registries ?? [], defaultRegistry: parts.defaultRegistry },
  });
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code;
    throw thrown;
  }
  return 'nothing was thrown';
}

test('the order is flag, LASTGOOD_REGISTRY, configuration, MODEL_REGISTRY_DIR, models_registry', () => {
  const variables = { LASTGOOD_REGISTRY: './b', MODEL_REGISTRY_DIR: './d' };
  const theirs = { MODEL_REGISTRY_DIR: './d' };
  expect(choose({ flag: './a', variables, registries: [main] })).toMatchObject({
    path: './a',
    said: '--registry',
  });
  expect(choose({ variables, registries: [main] })).toMatchObject({ path: './b', said: 'LASTGOOD_REGISTRY' });
  expect(choose({ variables: theirs, registries: [main] })).toMatchObject({ path: '/srv/main', said: file });
  expect(choose({ variables: theirs })).toMatchObject({ path: './d', kind: 'directory', need: 'required' });
  expect(choose({})).toMatchObject({ path: 'models_registry', kind: 'directory', need: 'if-there' });
});

test('a configured name wins over a folder that is called the same', () => {
  expect(choose({ flag: 'main', registries: [main] })).toMatchObject({ name: 'main', path: '/srv/main' });
  expect(choose({ flag: './main', registries: [main] })).toMatchObject({ name: undefined, path: './main' });
});

test('of several configured registries the default is meant, and without one nobody guesses', () => {
  const registries = [main, spare];
  expect(choose({ registries, defaultRegistry: 'spare' })).toMatchObject({
    name: 'spare',
    kind: 'directory',
  });
  expect(codeOf(() => choose({ registries }))).toBe('registry-ambiguous');
});

test.each([
  ['hf://models/qwen', 'an address of the scheme hf'],
  ['s3://bucket', 'an address of the scheme s3'],
])('%s is recognised and refused, wherever it is said', (text, what) => {
  const words = `"${text}" is ${what}, which this version of lastgood cannot open.`;
  expect(() => choose({ flag: text })).toThrow(`--registry: ${words}`);
  expect(() => choose({ variables: { LASTGOOD_REGISTRY: text } })).toThrow(`LASTGOOD_REGISTRY: ${words}`);
});

test('a server is recognised wherever a registry may be named, and its login goes along apart from it', () => {
  const url = 'https://mlflow.example.com';
  const address = { url, login: undefined };
  const wanted = {
    ...{ name: undefined, path: url, bucket: undefined, kind: 'mlflow', need: 'required' },
    server: { address, cache: undefined },
  };
  expect(choose({ flag: url })).toEqual({ ...wanted, said: '--registry' });
  expect(choose({ flag: `mlflow:${url}/` })).toEqual({ ...wanted, said: '--registry' });
  expect(choose({ variables: { LASTGOOD_REGISTRY: url } })).toEqual({ ...wanted, said: 'LASTGOOD_REGISTRY' });
  expect(choose({ variables: { MLFLOW_TRACKING_URI: url } })).toEqual({
    ...wanted,
    said: 'MLFLOW_TRACKING_URI',
  });
  const configured = { name: 'ours', path: url, kind: undefined, cache: '/srv/copy', file };
  expect(choose({ registries: [configured] })).toEqual({
    ...{ ...wanted, name: 'ours', said: file },
    server: { address, cache: '/srv/copy' },
  });
  const login = { username: 'me', password: 'pw' };
  expect(choose({ flag: 'https://me:pw@mlflow.example.com' })).toEqual({
    ...{ ...wanted, said: '--registry' },
    server: { address: { url, login }, cache: undefined },
  });
});

test('a working tree of DVC is named by dvc: and a folder', () => {
  const wanted = { name: undefined, bucket: undefined, kind: 'dvc', need: 'required' };
  expect(choose({ flag: 'dvc:.' })).toEqual({ ...wanted, path: '.', said: '--registry' });
  expect(choose({ variables: { LASTGOOD_REGISTRY: 'dvc:/srv/qa' } })).toEqual({
    ...{ ...wanted, path: '/srv/qa', said: 'LASTGOOD_REGISTRY' },
  });
  expect(codeOf(() => choose({ flag: 'dvc:' }))).toBe('usage');
  expect(codeOf(() => choose({ flag: 'dvc:ssh://host/repo' }))).toBe('registry-kind-unknown');
});

test("MLflow's files are named by mlflow: and by MLFLOW_TRACKING_URI", () => {
  expect(choose({ flag: 'mlflow:./a:b' })).toMatchObject({
    path: './a:b',
    kind: 'mlflow',
    said: '--registry',
  });
  expect(choose({ variables: { MLFLOW_TRACKING_URI: 'file:///srv/mlruns' } })).toMatchObject({
    ...{ path: '/srv/mlruns', kind: 'mlflow', said: 'MLFLOW_TRACKING_URI', need: 'required' },
  });
  expect(codeOf(() => choose({ flag: 'mlflow:sqlite:///mlflow.db' }))).toBe('registry-kind-unknown');
  expect(codeOf(() => choose({ flag: 'mlflow:' }))).toBe('usage');
});

test('an address in MODEL_REGISTRY_DIR or in the configuration never becomes a folder', () => {
  const s3 = 's3://frontshiftai-model-registry';
  expect(codeOf(() => choose({ variables: { MODEL_REGISTRY_DIR: s3 } }))).toBe('registry-kind-unknown');
  expect(codeOf(() => choose({ registries: [{ ...main, path: s3 }] }))).toBe('registry-kind-unknown');
});

test('a bucket is recognised wherever a registry may be named', () => {
  const gs = 'gs://models/team/';
  const address = { bucket: 'models', prefix: 'team/' };
  const bucket = { address, cache: undefined, transport: undefined };
  const wanted = { path: 'gs://models/team', kind: 'directory', need: 'required', name: undefined, bucket };
  expect(choose({ flag: gs })).toEqual({ ...wanted, said: '--registry' });
  expect(choose({ flag: `directory:${gs}` })).toEqual({ ...wanted, said: '--registry' });
  expect(choose({ variables: { LASTGOOD_REGISTRY: gs } })).toEqual({ ...wanted, said: 'LASTGOOD_REGISTRY' });
  expect(choose({ variables: { MODEL_REGISTRY_DIR: gs } })).toEqual({
    ...wanted,
    said: 'MODEL_REGISTRY_DIR',
  });
  const configured = { ...main, path: gs, cache: '/srv/copy', transport: 'gsutil' } as const;
  expect(choose({ registries: [configured] })).toEqual({
    ...{ ...wanted, name: 'main', said: file },
    bucket: { address, cache: '/srv/copy', transport: 'gsutil' },
  });
});

test.each(['gs:/bucket', 'gs://', 'gs://Bucket', 'gs://b/../c'])(
  '%s is told to be no address of a bucket, wherever it is said',
  text => {
    expect(codeOf(() => choose({ flag: text }))).toBe('usage');
    expect(codeOf(() => choose({ variables: { LASTGOOD_REGISTRY: text } }))).toBe('usage');
    expect(codeOf(() => choose({ variables: { MODEL_REGISTRY_DIR: text } }))).toBe('usage');
    expect(codeOf(() => choose({ registries: [{ ...main, path: text }] }))).toBe('usage');
  },
);

test.each<[PlaceFacts, string | undefined]>([
  [{ stands: 'nothing' }, undefined],
  [{ stands: 'folder', holds: 'nothing' }, undefined],
  [{ stands: 'folder', holds: ['directory'] }, undefined],
  [{ stands: 'folder', holds: ['catalog'] }, 'it holds other things already'],
  [{ stands: 'folder', holds: 'something-else' }, 'it holds other things already'],
  [{ stands: 'file', path: '/srv/a' }, 'it is not a folder'],
  [{ stands: 'dangling-link' }, 'it is a link to something that is not there'],
])('a local copy where %j stands: %s', (facts, problem) => {
  const bucket = {
    ...{ cache: undefined, transport: undefined },
    address: { bucket: 'models', prefix: 'team/' },
  };
  const wanted = { ...choose({ flag: 'gs://models/team' }), bucket };
  const judge = () => judgeBucketPlace(wanted, '/copy', facts, 'sdk');
  if (problem === undefined) {
    expect(judge()).toEqual({
      ...{ name: 'team', kind: 'directory', path: '/copy' },
      bucket: { bucket: 'models', prefix: 'team/', transport: 'sdk' },
    });
  } else {
    expect(judge).toThrow(`The local copy of --registry cannot be kept in /copy: ${problem}.`);
  }
});

test.each([
  ['', 'usage'],
  ['a\0b', 'usage'],
  ['x'.repeat(5000), 'usage'],
  ['directory:', 'usage'],
  ['folder:x', 'registry-kind-unknown'],
])('%j is refused', (text, code) => {
  expect(codeOf(() => choose({ flag: text }))).toBe(code);
});

test('directory: says the kind, and nothing else of the path is changed', () => {
  expect(choose({ flag: 'directory:/srv/a b:c' })).toMatchObject({ path: '/srv/a b:c', kind: 'directory' });
});

test.each<[PlaceFacts, string]>([
  [{ stands: 'nothing' }, 'registry-not-found'],
  [{ stands: 'dangling-link' }, 'registry-not-found'],
  [{ stands: 'file', path: '/srv/a' }, 'registry-not-a-folder'],
  [{ stands: 'folder', holds: 'something-else' }, 'registry-kind-unknown'],
])('where %j stands there is no registry to open', (facts, code) => {
  expect(codeOf(() => judgePlace(choose({ flag: './a' }), '/srv/a', facts, []))).toBe(code);
});

test('a folder that is empty or looks like a registry is one, and any folder is when its kind is said', () => {
  const place = { name: 'a', kind: 'directory', path: '/srv/a' };
  const wanted = choose({ flag: './a' });
  const holds = (contents: 'nothing' | 'something-else' | readonly RegistryKind[]) =>
    ({ stands: 'folder', holds: contents }) as const;
  expect(judgePlace(wanted, '/srv/a', holds('nothing'), [])).toEqual(place);
  expect(judgePlace(wanted, '/srv/a', holds(['directory']), [])).toEqual(place);
  expect(judgePlace(choose({ flag: 'directory:./a' }), '/srv/a', holds('something-else'), [])).toEqual(place);
});

test('a file of JSON is a catalogue, and so is what is said to be one', () => {
  expect(choose({ flag: 'training/registry.json' })).toMatchObject({ kind: 'catalog' });
  expect(choose({ flag: 'catalog:/srv/a b:c' })).toMatchObject({ path: '/srv/a b:c', kind: 'catalog' });
  const lineage = '/srv/lineage.json';
  const registries = [{ ...main, path: '/srv/registry.json', lineage }];
  expect(choose({ registries })).toMatchObject({ kind: 'catalog', lineage });
  expect(choose({ variables: { MODEL_REGISTRY_FILE: 'models' } })).toMatchObject({
    ...{ path: 'models', kind: 'catalog', said: 'MODEL_REGISTRY_FILE', need: 'required' },
  });
});

test('of the variables of the originals only one may name a registry', () => {
  const all = { MODEL_REGISTRY_DIR: 'a', MODEL_REGISTRY_FILE: 'b.json', MLFLOW_TRACKING_URI: 'http://h' };
  for (const name of ['MODEL_REGISTRY_DIR', 'MODEL_REGISTRY_FILE', 'MLFLOW_TRACKING_URI'] as const)
    expect(codeOf(() => choose({ variables: { ...all, [name]: '' } }))).toBe('registry-ambiguous');
  expect(() => choose({ variables: all })).toThrow(
    'MODEL_REGISTRY_DIR and MODEL_REGISTRY_FILE and MLFLOW_TRACKING_URI are all set, and name a registry each.',
  );
});

test('a catalogue is a file, under the path that a link to it leads to', () => {
  const wanted = choose({ flag: '/srv/link.json' });
  const facts = { stands: 'file', path: '/data/registry.json' } as const;
  const place = { name: 'registry.json', kind: 'catalog', path: '/data/registry.json' };
  expect(judgePlace(wanted, '/srv/link.json', facts, [])).toEqual(place);
  for (const other of [{ stands: 'nothing' }, { stands: 'folder', holds: 'nothing' }] as const)
    expect(codeOf(() => judgePlace(wanted, '/srv/link.json', other, []))).toBe('registry-not-found');
  expect(judgePlace(wanted, '/srv/link.json', { stands: 'nothing' }, [], 'empty')).toMatchObject({
    ...{ path: '/srv/link.json', isMissing: true },
  });
});

test('a folder that looks like two kinds is a question, and the answer names both', () => {
  const facts = { stands: 'folder', holds: ['directory', 'catalog'] } as const;
  expect(() => judgePlace(choose({ flag: './a' }), '/srv/a', facts, [])).toThrow(
    'looks like a registry of kind directory and of kind catalog',
  );
});

test('a missing models_registry is nothing wrong, since nobody named it', () => {
  expect(judgePlace(choose({}), '/srv/models_registry', { stands: 'nothing' }, [])).toBeUndefined();
});

test('a name that is not configured is answered with the names that are', () => {
  const wanted = choose({ flag: 'mian', registries: [main] });
  try {
    judgePlace(wanted, '/srv/mian', { stands: 'nothing' }, ['main', 'spare']);
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toMatchObject({
      message: '--registry: there is no folder /srv/mian.',
      hint: 'Configured registries: main, spare.',
    });
  }
});

test('a command that works on catalogues passes over what is of another kind', () => {
  const kind = 'catalog';
  const models = { name: 'models', path: '/srv/models.json', kind: undefined, file };
  expect(choose({ kind, registries: [spare, models], defaultRegistry: 'spare' })).toMatchObject({
    name: 'models',
  });
  expect(choose({ kind, registries: [spare] })).toMatchObject({ path: '~/.context/training/registry.json' });
  expect(choose({ kind, variables: { MODEL_REGISTRY_DIR: './d' } })).toMatchObject({
    need: 'if-there',
    kind,
  });
  const both = { MODEL_REGISTRY_DIR: './d', MODEL_REGISTRY_FILE: './f.json' };
  expect(choose({ kind, variables: both })).toMatchObject({ path: './f.json', kind });
});

test("a command that works on MLflow opens the server of S3's programs when nobody names one", () => {
  const kind = 'mlflow';
  const variables = { MODEL_REGISTRY_DIR: './d' };
  expect(choose({ kind, variables, registries: [spare] })).toMatchObject({
    ...{ kind, path: 'http://localhost:5000', need: 'required' },
  });
  expect(choose({ kind, variables: { ...variables, MLFLOW_TRACKING_URI: './mlruns' } })).toMatchObject({
    path: './mlruns',
  });
});

test("MLflow's files that are missing are never taken for empty ones: nothing here would make them", () => {
  const wanted = choose({ flag: 'mlflow:./mlruns' });
  expect(codeOf(() => judgePlace(wanted, '/srv/mlruns', { stands: 'nothing' }, [], 'empty'))).toBe(
    'registry-not-found',
  );
});

test('and takes a path of which nobody knows the kind for a catalogue, but no other kind for one', () => {
  const kind = 'catalog';
  expect(choose({ kind, flag: './training' })).toMatchObject({ path: './training', kind });
  expect(choose({ kind, flag: 'main', registries: [main] })).toMatchObject({ name: 'main', kind: undefined });
  for (const flag of ['directory:./d', 'gs://bucket/registry', 'spare'])
    expect(codeOf(() => choose({ kind, flag, registries: [spare] }))).toBe('capability-missing');
});
