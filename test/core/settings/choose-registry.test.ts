import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { chooseRegistry, type RegistrySources } from '../../../src/core/settings/choose-registry.ts';
import { judgePlace, type PlaceFacts } from '../../../src/core/settings/judge-place.ts';

const file = '/project/lastgood.config.yaml';
const main = { name: 'main', path: '/srv/main', kind: undefined, file };
const spare = { name: 'spare', path: '/srv/spare', kind: 'directory', file } as const;

function choose(parts: {
  flag?: string;
  variables?: RegistrySources['variables'];
  registries?: RegistrySources['settings']['registries'];
  defaultRegistry?: string;
}) {
  return chooseRegistry({
    flag: parts.flag,
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
  ['gs://bucket/models', 'a Google Cloud Storage bucket'],
  ['gs:/bucket/models', 'a Google Cloud Storage bucket'],
  ['directory:gs://bucket/models', 'a Google Cloud Storage bucket'],
  ['https://mlflow.example.com', 'an MLflow server'],
  ['mlflow:./mlruns', 'an MLflow server'],
  ['mlflow:/srv/mlruns', 'an MLflow server'],
  ['dvc:.', 'a DVC repository'],
  ['catalog/registry.json', 'a JSON catalog'],
  ['s3://bucket', 'an address of the scheme s3'],
])('%s is recognised and refused, wherever it is said', (text, what) => {
  const words = `"${text.replace(/^directory:/, '')}" is ${what}, which this version of lastgood cannot open.`;
  expect(() => choose({ flag: text })).toThrow(`--registry: ${words}`);
  expect(() => choose({ variables: { LASTGOOD_REGISTRY: text } })).toThrow(`LASTGOOD_REGISTRY: ${words}`);
});

test('an address in MODEL_REGISTRY_DIR or in the configuration never becomes a folder', () => {
  const gs = 'gs://frontshiftai-model-registry';
  expect(codeOf(() => choose({ variables: { MODEL_REGISTRY_DIR: gs } }))).toBe('registry-kind-unknown');
  expect(codeOf(() => choose({ registries: [{ ...main, path: gs }] }))).toBe('registry-kind-unknown');
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
  [{ stands: 'file' }, 'registry-not-a-folder'],
  [{ stands: 'folder', holds: 'something-else' }, 'registry-kind-unknown'],
])('where %j stands there is no registry to open', (facts, code) => {
  expect(codeOf(() => judgePlace(choose({ flag: './a' }), '/srv/a', facts, []))).toBe(code);
});

test('a folder that is empty or looks like a registry is one, and any folder is when its kind is said', () => {
  const place = { name: 'a', kind: 'directory', path: '/srv/a' };
  const wanted = choose({ flag: './a' });
  const holds = (contents: 'nothing' | 'directory-registry' | 'something-else') =>
    ({ stands: 'folder', holds: contents }) as const;
  expect(judgePlace(wanted, '/srv/a', holds('nothing'), [])).toEqual(place);
  expect(judgePlace(wanted, '/srv/a', holds('directory-registry'), [])).toEqual(place);
  expect(judgePlace(choose({ flag: 'directory:./a' }), '/srv/a', holds('something-else'), [])).toEqual(place);
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
