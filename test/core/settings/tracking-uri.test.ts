import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { parseTrackingUri } from '../../../src/core/settings/tracking-uri.ts';

function refusalOf(text: string): AppError {
  try {
    parseTrackingUri(text, 'MLFLOW_TRACKING_URI');
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  return expect.unreachable();
}

test.each([
  ['./mlruns', './mlruns'],
  ['/srv/mlruns', '/srv/mlruns'],
  ['file:///srv/ml%20runs', '/srv/ml runs'],
  ['file://localhost/srv/mlruns', '/srv/mlruns'],
  ['file:/srv/mlruns', '/srv/mlruns'],
  ['file:mlruns', 'mlruns'],
  ['file:./mlruns', './mlruns'],
  ['databricks-files', 'databricks-files'],
])('%s is the folder %s', (text, path) => {
  expect(parseTrackingUri(text, 'MLFLOW_TRACKING_URI')).toEqual({ at: 'folder', path });
});

test('an address is a server', () => {
  expect(parseTrackingUri('http://localhost:5000/', 'MLFLOW_TRACKING_URI')).toEqual({
    at: 'server',
    address: { url: 'http://localhost:5000', login: undefined },
  });
});

test.each([
  'sqlite:///mlflow.db',
  'postgresql+psycopg2://me:geheim@db/mlflow',
  'mysql://me:geheim@db/mlflow',
])('a database is left to a server, which the hint starts: %s', text => {
  const { code, message, hint, data } = refusalOf(text);
  expect(code).toBe('registry-kind-unknown');
  expect(message).toContain('is a database, which only an MLflow server may open');
  expect(hint).toContain('mlflow server --backend-store-uri');
  expect(JSON.stringify([message, hint, data])).not.toContain('geheim');
});

test.each(['databricks', 'databricks://profile', 'databricks-uc', 'uc:team'])(
  'a profile of Databricks is refused with what to name instead: %s',
  text => {
    expect(refusalOf(text)).toMatchObject({
      code: 'registry-kind-unknown',
      hint: 'Name the address itself, https://HOST, with its token in MLFLOW_TRACKING_TOKEN.',
    });
  },
);

test.each(['file://other-host/mlruns', 'file:', 'file:///a%zz', 'http://'])('%s is no place', text => {
  expect(refusalOf(text).code).toBe('usage');
});
