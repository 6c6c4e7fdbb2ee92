import { afterEach, describe, test, vi } from 'vitest';
import { commands, expectSecret, expectSecretWithoutLogin } from '../support/bucket-secrets.ts';
import type { Fault } from '../support/gcs/faults.ts';

afterEach(() => vi.unstubAllEnvs());

const times = Number.POSITIVE_INFINITY;

describe('no token is in any output, file or name', () => {
  test.each<[string, Fault]>([
    ['knows no login', { does: 'status', status: 401, times }],
    ['allows nothing', { does: 'status', status: 403, times }],
    ['is not there', { does: 'status', status: 404, times }],
    ['allows no write', { does: 'status', status: 403, times, kind: 'write' }],
    ['loses answers', { does: 'drop-after', times: 2, kind: 'write' }],
    ['answers 503 until it is given up', { does: 'status', status: 503, times }],
    ['drops connections until it is given up', { does: 'drop-before', times }],
    ['cuts answers off until it is given up', { does: 'truncate', times }],
  ])('when the bucket %s', async (_, fault) => await expectSecret(commands, fault));

  test.each([400, 401, 500])(
    'when the server of logins answers %i and says everything back',
    async status => await expectSecretWithoutLogin(commands, status),
  );
});
