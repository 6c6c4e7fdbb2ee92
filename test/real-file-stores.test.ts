import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileStoreOrigin } from '../src/adapters/mlflow/file-store/file-store-origin.ts';
import { findFileStoreRoot } from '../src/adapters/mlflow/file-store/find-file-store-root.ts';
import { writeStoredModel, writeStoredRun } from './support/mlflow/file-store.ts';
import { readOrigin } from './support/mlflow/read-origin.ts';
import { createTemporaryFolder } from './support/temporary-folder.ts';

/** Stores of other programs: beside the checkout where there are any, never inside it. */
const shared = resolve(import.meta.dirname, '../../shared/data');
const hasData = existsSync(join(shared, 'wild'));
if (!hasData)
  process.stderr.write(
    'NOT HERE: ../shared/data. This run does not prove that real MLflow stores are read.\n',
  );

/** What a real store holds. Versions by model: those that are not deleted, oldest first, with a stage where they have one. */
type Holds = {
  readonly versions: Readonly<Record<string, readonly string[]>>;
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Versions that were deleted and keep their folder, by model. */
  readonly deleted: Readonly<Record<string, readonly string[]>>;
  /** Runs that versions name, and how many of them are here. */
  readonly runs: readonly [named: number, here: number];
};

const numbers = (last: number): readonly string[] =>
  Array.from({ length: last }, (_, index) => `${index + 1}`);

/** Every store there is; one that is not in it fails. */
const table: Readonly<Record<string, Holds>> = {
  'wild/SaraElwatany__MLOps-Course-Labs/mlruns': {
    versions: { 'Random Forest': [], churn_model: ['2 Staging', '4 Production'] },
    aliases: { 'Random Forest': {}, churn_model: { productionmodel: '4', stagingmodel: '2' } },
    deleted: { 'Random Forest': ['1'], churn_model: ['1', '3'] },
    runs: [2, 2],
  },
  'wild/pedrobslima__projeto-ciencia-de-dados/mlruns': {
    versions: {
      DecisionTree: numbers(4),
      KNN: numbers(4),
      MultiLayerPerceptron: numbers(4),
      RandomForest: numbers(14),
    },
    aliases: { DecisionTree: {}, KNN: {}, MultiLayerPerceptron: {}, RandomForest: {} },
    deleted: {},
    runs: [26, 26],
  },
  'wild/vaibhavgupta-iitm__mlops-week8/mlruns': {
    versions: { 'iris-classifier': numbers(17) },
    aliases: { 'iris-classifier': { champion: '16' } },
    deleted: {},
    runs: [15, 15],
  },
};

const openStore = (store: string) => createFileStoreOrigin(join(shared, store));

async function describeStore(store: string): Promise<Holds> {
  const origin = openStore(store);
  const found = await readOrigin(origin);
  expect(found.strangers).toEqual([]);
  const named = new Set(found.versions.flatMap(({ runId }) => runId ?? []));
  const runs = await origin.readRuns([...named]);
  return {
    versions: Object.fromEntries(
      found.models.map(({ name }) => [
        name,
        found
          .versionsOf(name)
          .map(({ version, stage }) => (stage === 'None' ? version : `${version} ${stage}`)),
      ]),
    ),
    aliases: Object.fromEntries(found.models.map(({ name, aliases }) => [name, aliases])),
    deleted: listDeleted(store),
    runs: [named.size, runs.length],
  };
}

/** By the files alone, so that the table says what the reader has to hide. */
function listDeleted(store: string): Holds['deleted'] {
  const deleted: Record<string, string[]> = {};
  for (const path of globSync('models/*/version-*/meta.yaml', { cwd: join(shared, store) }).sort()) {
    const [, model = '', version = ''] = /^models\/(.*)\/version-(.*)\/meta\.yaml$/.exec(path) ?? [];
    const isDeleted = readFileSync(join(shared, store, path), 'utf8').includes('Deleted_Internal');
    if (isDeleted) deleted[model] = [...(deleted[model] ?? []), version];
  }
  return deleted;
}

describe.skipIf(!hasData)('of the real MLflow file stores', () => {
  it('each is in the table', () => {
    const stores = globSync('**/models/*/version-*/meta.yaml', { cwd: shared }).map(path =>
      path.replace(/\/models\/.*$/, ''),
    );
    expect([...new Set(stores)].sort()).toEqual(Object.keys(table));
  });

  it.each(Object.entries(table))('%s holds what the table says', async (store, holds) => {
    expect(await describeStore(store)).toEqual(holds);
  });

  it.each(Object.keys(table))('%s is found from the folder around it and from its models', store => {
    const root = join(shared, store);
    expect(findFileStoreRoot(resolve(root, '..'))).toBe(root);
    expect(findFileStoreRoot(join(root, 'models'))).toBe(root);
  });

  it.each(Object.keys(table))('every run of %s has metrics, and every version a place', async store => {
    const origin = openStore(store);
    const { versions } = await readOrigin(origin);
    const runs = await origin.readRuns(versions.flatMap(({ runId }) => runId ?? []));
    for (const run of runs) {
      expect(Object.keys(run.metrics).length).toBeGreaterThan(0);
      expect(run.status).toBe('FINISHED');
    }
    for (const version of versions) expect(await origin.findDownloadUri(version)).toMatch(/^[a-z-]+:\//);
  });
});

describe.skipIf(!hasData)('of a real store', () => {
  it('an alias that stayed in the meta.yaml of a deleted version is resolved from the folder', async () => {
    const store = 'wild/SaraElwatany__MLOps-Course-Labs/mlruns';
    const stale = readFileSync(join(shared, store, 'models/churn_model/version-1/meta.yaml'), 'utf8');
    expect(stale).toContain('- stagingmodel');
    const content = await openStore(store).readModel('churn_model');
    expect(content?.model.aliases['stagingmodel']).toBe('2');
    expect(content?.versions.map(({ version }) => version)).not.toContain('1');
  });

  it('the champion is not the newest, and the newest was made of it', async () => {
    const origin = openStore('wild/vaibhavgupta-iitm__mlops-week8/mlruns');
    const found = await readOrigin(origin);
    expect(found.models[0]?.aliases['champion']).toBe('16');
    const newest = found.versionsOf('iris-classifier').at(-1);
    expect(newest).toMatchObject({ version: '17', source: 'models:/iris-classifier/16' });
    const [champion, latest] = ['16', '17'].map(version => found.find('iris-classifier', version)?.runId);
    expect(champion).toBe(latest);
    const [run] = await origin.readRuns([champion ?? '']);
    expect(run?.metrics['train_accuracy']).toBeGreaterThan(0.9);
  });

  it('addresses of Windows stay the text they are', async () => {
    const origin = openStore('wild/pedrobslima__projeto-ciencia-de-dados/mlruns');
    const { find } = await readOrigin(origin);
    expect(find('RandomForest', '10')?.source).toMatch(/^file:\/\/\/c:\/Users\/pedro\/.*\/artifacts\/model$/);
  });

  it('a git commit, parameters and metrics of a run are read', async () => {
    const origin = openStore('wild/SaraElwatany__MLOps-Course-Labs/mlruns');
    expect(await origin.readRuns(['9a174272665945a0b7d65a4a84d178eb'])).toMatchObject([
      {
        name: 'run_21',
        metrics: { accuracy: 0.7702371218315618, recall: 0.7271214642262895 },
        params: { max_depth: '4', n_estimators: '100' },
        tags: { 'mlflow.source.git.commit': '30581900b9eea0a0de0c3a50fc9d109c47b25530' },
      },
    ]);
  });
});

/** A row of the table of versions in S3's own database. */
type VersionRow = {
  readonly name: string;
  readonly version: number;
  readonly current_stage: string;
  readonly source: string;
  readonly storage_location: string;
  readonly run_id: string;
};

describe.skipIf(!hasData)('S3’s own registry, kept as files', () => {
  it('reads as it was in its database, with the addresses of its Windows', async () => {
    const dump = join(shared, 'pricechecktn/mlflow.db.dump/tables.json');
    const { model_versions } = JSON.parse(readFileSync(dump, 'utf8')) as {
      readonly model_versions: readonly VersionRow[];
    };
    const root = createTemporaryFolder();
    for (const {
      name,
      version,
      current_stage: stage,
      source,
      storage_location,
      run_id: runId,
    } of model_versions)
      writeStoredModel(root, {
        name,
        versions: [{ number: version, stage, source, storedAt: storage_location, runId }],
      });
    const origin = createFileStoreOrigin(root);
    const { versions } = await readOrigin(origin);
    expect(versions).toMatchObject([
      {
        model: 'xgboost_fake_review_detector',
        version: '1',
        stage: 'Staging',
        source: 'models:/m-f02815e47bd1422baf8190dc6a0127eb',
        runId: 'de8d058c0f484dc6b7de4d94dfc79002',
      },
    ]);
    const place = { model: 'xgboost_fake_review_detector', version: '1' };
    expect(await origin.findDownloadUri(place)).toMatch(/^file:\/\/\/C:\/Users\/Ce-PC\/.*\/artifacts$/);
  });
});

it('a store of 1,100 models is read to its end', async () => {
  const root = createTemporaryFolder();
  const runId = 'f9cf10a0760841618cc777ed9e073c58';
  writeStoredRun(root, { id: runId, metrics: { f1: '1 0.5 0' } });
  for (let index = 0; index < 1100; index += 1)
    writeStoredModel(root, {
      name: `model ${index}`,
      aliases: { champion: '11' },
      versions: Array.from({ length: 11 }, (_, version) => ({ number: version + 1, runId })),
    });
  const found = await readOrigin(createFileStoreOrigin(root));
  expect(found.models).toHaveLength(1100);
  expect(found.versions).toHaveLength(12_100);
  expect(found.versionsOf('model 1099').at(-1)?.version).toBe('11');
  expect(found.strangers).toEqual([]);
});
