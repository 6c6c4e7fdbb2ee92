import { describe, expect, it } from 'vitest';
import { findMlflowCredentials, listSecrets } from '../../../../src/adapters/mlflow/rest/credentials.ts';

const file = `
# written by hand
[other]
mlflow_tracking_password = wrong
[mlflow]
MLFLOW_TRACKING_USERNAME = ada
mlflow_tracking_password: pw = x
`;

describe('the login of an MLflow server', () => {
  it.each([
    ['nothing', {}, undefined, { kind: 'none' }],
    ['a token', { MLFLOW_TRACKING_TOKEN: 't' }, undefined, { kind: 'bearer', token: 't' }],
    ['the file', {}, file, { kind: 'basic', username: 'ada', password: 'pw = x' }],
    [
      'the variables before the file, and both before a token',
      { MLFLOW_TRACKING_USERNAME: 'bob', MLFLOW_TRACKING_TOKEN: 't' },
      file,
      { kind: 'basic', username: 'bob', password: 'pw = x' },
    ],
    [
      'the token when the password is missing',
      { MLFLOW_TRACKING_USERNAME: 'bob', MLFLOW_TRACKING_PASSWORD: '', MLFLOW_TRACKING_TOKEN: 't' },
      undefined,
      { kind: 'bearer', token: 't' },
    ],
  ] as const)('is that of %s', (_, variables, text, expected) => {
    expect(findMlflowCredentials(variables, text)).toEqual(expected);
  });

  it('has no secret that is empty', () => {
    expect(listSecrets({ kind: 'none' })).toEqual([]);
    expect(listSecrets({ kind: 'basic', username: 'ada', password: '' })).toEqual(['YWRhOg==']);
  });
});
