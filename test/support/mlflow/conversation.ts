/**
 * One request of the conversation. `$run`, `$experiment` and `$page` in it stand for what an answer before it gave.
 */
export type Turn = {
  /** What it shows. */
  readonly title: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Behind `/api/2.0/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: Readonly<Record<string, unknown>> | string;
};

const models = 'mlflow/registered-models';
const versions = 'mlflow/model-versions';

function post(title: string, path: string, body: Readonly<Record<string, unknown>>): Turn {
  return { title, method: 'POST', path, body };
}

function get(title: string, path: string, query: NonNullable<Turn['query']> = {}): Turn {
  return { title, method: 'GET', path, query };
}

function transition(title: string, version: string, stage: string, archive = false): Turn {
  const body = { name: 'rag', version, stage, archive_existing_versions: archive };
  return post(title, `${versions}/transition-stage`, body);
}

const runs: readonly Turn[] = [
  get('an experiment nobody made', 'mlflow/experiments/get-by-name', { experiment_name: 'train' }),
  post('an experiment', 'mlflow/experiments/create', { name: 'train' }),
  post('the same experiment again', 'mlflow/experiments/create', { name: 'train' }),
  get('an experiment by name', 'mlflow/experiments/get-by-name', { experiment_name: 'train' }),
  get('all experiments', 'mlflow/experiments/search', { max_results: '10' }),
  post('a run', 'mlflow/runs/create', {
    experiment_id: '$experiment',
    run_name: 'first',
    start_time: 1_750_000_000_000,
    tags: [{ key: 'dataset', value: 'v7' }],
  }),
  post('what a run is logged with', 'mlflow/runs/log-batch', {
    run_id: '$run',
    metrics: [
      { key: 'f1', value: 0.5, timestamp: 1_750_000_000_001, step: 0 },
      { key: 'f1', value: 0.75, timestamp: 1_750_000_000_002, step: 1 },
    ],
    params: [{ key: 'epochs', value: '3' }],
    tags: [{ key: 'note', value: 'größer' }],
  }),
  post('the end of a run', 'mlflow/runs/update', {
    run_id: '$run',
    status: 'FINISHED',
    end_time: 1_750_000_001_000,
  }),
  get('a run', 'mlflow/runs/get', { run_id: '$run' }),
  get('a run that is not there', 'mlflow/runs/get', { run_id: '0'.repeat(32) }),
  post('runs by a metric', 'mlflow/runs/search', {
    experiment_ids: ['$experiment'],
    filter: 'metrics.f1 > 0.7',
    order_by: ['metrics.f1 DESC'],
    max_results: 1,
  }),
  post('runs by a metric that none reaches', 'mlflow/runs/search', {
    experiment_ids: ['$experiment'],
    filter: 'metrics.f1 > 0.9',
  }),
  {
    title: 'a file among the artifacts',
    method: 'PUT',
    path: 'mlflow-artifacts/artifacts/$experiment/$run/artifacts/model/MLmodel',
    body: 'flavors: {}\n',
  },
  get('the artifacts of a run', 'mlflow/artifacts/list', { run_id: '$run' }),
  get('a folder of artifacts', 'mlflow/artifacts/list', { run_id: '$run', path: 'model' }),
];

const registration: readonly Turn[] = [
  get('no models', `${models}/search`),
  get('a model that is not there', `${models}/get`, { name: 'rag' }),
  post('a version of no model', `${versions}/create`, { name: 'rag', source: 's3://bucket/1' }),
  post('a model', `${models}/create`, { name: 'rag' }),
  post('the same model again', `${models}/create`, { name: 'rag' }),
  post('a model without a name', `${models}/create`, {}),
  post('a version of a run', `${versions}/create`, {
    name: 'rag',
    source: 'runs:/$run/model',
    run_id: '$run',
    tags: [{ key: 'lastgood.operation', value: 'operation-1' }],
    description: 'first ✓',
  }),
  post('a version from elsewhere', `${versions}/create`, { name: 'rag', source: 's3://bucket/2' }),
  post('a version without a source', `${versions}/create`, { name: 'rag' }),
  ...Array.from({ length: 9 }, (_, index) =>
    post('one more', `${versions}/create`, { name: 'rag', source: `s3://bucket/${index + 3}` }),
  ),
  get('a version', `${versions}/get`, { name: 'rag', version: '1' }),
  get('a version that is not there', `${versions}/get`, { name: 'rag', version: '99' }),
  get('a version that is no number', `${versions}/get`, { name: 'rag', version: 'v1' }),
  get('where its files are', `${versions}/get-download-uri`, { name: 'rag', version: '1' }),
  get('where the files from elsewhere are', `${versions}/get-download-uri`, { name: 'rag', version: '2' }),
];

const facts: readonly Turn[] = [
  post('a tag of a model', `${models}/set-tag`, { name: 'rag', key: 'owner', value: 'anna' }),
  post('the tag anew', `${models}/set-tag`, { name: 'rag', key: 'owner', value: 'bob' }),
  post('a tag of no model', `${models}/set-tag`, { name: 'gone', key: 'owner', value: 'anna' }),
  post('a tag of 5,000 characters', `${models}/set-tag`, {
    name: 'rag',
    key: 'long',
    value: 'x'.repeat(5000),
  }),
  post('a tag that is far too long', `${models}/set-tag`, {
    name: 'rag',
    key: 'far',
    value: 'x'.repeat(200_000),
  }),
  post('a name of a tag that is too long', `${models}/set-tag`, {
    name: 'rag',
    key: 'k'.repeat(300),
    value: 'x',
  }),
  { title: 'no tag', method: 'DELETE', path: `${models}/delete-tag`, body: { name: 'rag', key: 'long' } },
  {
    title: 'no tag again',
    method: 'DELETE',
    path: `${models}/delete-tag`,
    body: { name: 'rag', key: 'long' },
  },
  post('a tag of a version', `${versions}/set-tag`, { name: 'rag', version: '2', key: 'score', value: '4' }),
  post('a tag of no version', `${versions}/set-tag`, { name: 'rag', version: '99', key: 'k', value: '4' }),
  {
    title: 'no tag of a version',
    method: 'DELETE',
    path: `${versions}/delete-tag`,
    body: { name: 'rag', version: '2', key: 'score' },
  },
  {
    title: 'a description of a model',
    method: 'PATCH',
    path: `${models}/update`,
    body: { name: 'rag', description: 'answers' },
  },
  {
    title: 'a description of a version',
    method: 'PATCH',
    path: `${versions}/update`,
    body: { name: 'rag', version: '2', description: 'second' },
  },
];

const moves: readonly Turn[] = [
  transition('to Staging', '1', 'Staging'),
  transition('to Production', '1', 'Production', true),
  transition('another to Staging', '2', 'Staging', true),
  transition('to Production, the other to Archived', '2', 'Production', true),
  get('the one that was replaced', `${versions}/get`, { name: 'rag', version: '1' }),
  transition('a second one to Production', '3', 'production'),
  transition('all others to Archived', '10', 'Production', true),
  transition('where it is already', '10', 'Production', true),
  transition('to None', '3', 'None'),
  transition('to no stage there is', '3', 'Canary'),
  transition('to Archived, and others too', '3', 'Archived', true),
  transition('a version that is not there', '99', 'Staging'),
  post('an alias', `${models}/alias`, { name: 'rag', alias: 'champion', version: '2' }),
  post('an alias moved', `${models}/alias`, { name: 'rag', alias: 'champion', version: '10' }),
  post('a second alias', `${models}/alias`, { name: 'rag', alias: 'challenger', version: '10' }),
  post('an alias to no version', `${models}/alias`, { name: 'rag', alias: 'champion', version: '99' }),
  post('the alias latest', `${models}/alias`, { name: 'rag', alias: 'latest', version: '1' }),
  post('an alias like a version', `${models}/alias`, { name: 'rag', alias: 'v7', version: '1' }),
  get('the version of an alias', `${models}/alias`, { name: 'rag', alias: 'champion' }),
  get('the version of no alias', `${models}/alias`, { name: 'rag', alias: 'nobody' }),
  get('a model with all of it', `${models}/get`, { name: 'rag' }),
  get('a version with aliases', `${versions}/get`, { name: 'rag', version: '10' }),
  {
    title: 'an alias no more',
    method: 'DELETE',
    path: `${models}/alias`,
    body: { name: 'rag', alias: 'challenger' },
  },
  {
    title: 'no alias no more',
    method: 'DELETE',
    path: `${models}/alias`,
    body: { name: 'rag', alias: 'nobody' },
  },
];

const fiveOfRag = { filter: "name='rag'", max_results: '5' };

const searches: readonly Turn[] = [
  post('a model with a space', `${models}/create`, { name: 'fake reviews ü' }),
  post('a version of it', `${versions}/create`, { name: 'fake reviews ü', source: 's3://bucket/f/1' }),
  get('all models', `${models}/search`, { max_results: '1000' }),
  get('one model a page', `${models}/search`, { max_results: '1' }),
  get('the next page', `${models}/search`, { max_results: '1', page_token: '$page' }),
  get('too many models a page', `${models}/search`, { max_results: '1001' }),
  get('models by a filter', `${models}/search`, { filter: "name = 'rag'" }),
  get('models by a filter that is none', `${models}/search`, { filter: 'name ~ rag' }),
  get('a page that nobody gave', `${models}/search`, { page_token: 'nobody' }),
  get('all versions', `${versions}/search`, { max_results: '10000' }),
  get('versions of a model', `${versions}/search`, { filter: "name='rag'" }),
  get('five versions a page', `${versions}/search`, fiveOfRag),
  get('the next five', `${versions}/search`, { ...fiveOfRag, page_token: '$page' }),
  get('versions of a run', `${versions}/search`, { filter: "run_id='$run'" }),
  get('versions of a model with a space', `${versions}/search`, { filter: "name='fake reviews ü'" }),
  get('too many versions a page', `${versions}/search`, { max_results: '200001' }),
  {
    title: 'a version no more',
    method: 'DELETE',
    path: `${versions}/delete`,
    body: { name: 'rag', version: '11' },
  },
  {
    title: 'what an alias is on, no more',
    method: 'DELETE',
    path: `${versions}/delete`,
    body: { name: 'rag', version: '10' },
  },
  get('a version that was removed', `${versions}/get`, { name: 'rag', version: '11' }),
  get('the model after it', `${models}/get`, { name: 'rag' }),
  get('its versions after it', `${versions}/search`, { filter: "name='rag'" }),
  post('numbers are not given twice', `${versions}/create`, { name: 'rag', source: 's3://bucket/12' }),
];

/** All that is asked of a server that nobody has written to, in order. */
export const conversation: readonly Turn[] = [...runs, ...registration, ...facts, ...moves, ...searches];
