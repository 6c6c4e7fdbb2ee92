import { expect, test } from 'vitest';
import { ConflictError, NotFoundError, UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { Registry } from '../../../src/core/ports/registry.ts';
import type { RefreshOptions, SourceCondition } from '../../../src/core/ports/source.ts';
import { refreshSource } from '../../../src/core/session/refresh-source.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { findMirror, findSource } from '../../../src/core/session/source-facts.ts';
import { openRegistry } from '../../support/registry-rig.ts';
import { readServer } from '../../support/sample-mirror.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A session whose registry has a server behind it, or nothing, and what the server was asked. */
function sessionBehind(answer: (() => Promise<void>) | undefined) {
  const asked: (RefreshOptions | undefined)[] = [];
  const session = openRegistry(createTemporaryFolder());
  if (answer === undefined) return { session, asked };
  const source = {
    getCondition: (): SourceCondition => readServer,
    refresh: async (options?: RefreshOptions): Promise<void> => {
      asked.push(options);
      await answer();
    },
  };
  const registry: Registry = { ...session.registry, source };
  return { session: { ...session, registry } satisfies Session, asked };
}

test('what is known of a server is the answer, and one model is asked for where only one is meant', async () => {
  const { session, asked } = sessionBehind(async () => undefined);
  expect(await refreshSource(session, { model: 'rag' })).toEqual({ at: 'server', condition: readServer });
  expect(asked).toEqual([{ model: 'rag' }]);
  expect(findMirror(findSource(session.registry))).toBeUndefined();
});

test('that it cannot be reached is an answer, and what nobody foresaw is not', async () => {
  const { session } = sessionBehind(async () => {
    throw new UnavailableError('network-failed', 'No answer.', { hint: 'Wait.' });
  });
  expect(await refreshSource(session)).toMatchObject({
    condition: { seenAt: readServer.seenAt, problem: { code: 'network-failed', hint: 'Wait.' } },
  });
  const other = sessionBehind(async () => {
    throw new NotFoundError('registry-not-found', 'It is gone.');
  });
  await expect(refreshSource(other.session)).rejects.toMatchObject({ code: 'registry-not-found' });
});

test('giving up is thrown', async () => {
  const stop = AbortSignal.abort(new ConflictError('cancelled', 'Stopped.'));
  const { session } = sessionBehind(async () => stop.throwIfAborted());
  await expect(refreshSource(session, { signal: stop })).rejects.toMatchObject({ code: 'cancelled' });
});

test('nobody may ask where nothing is outside', async () => {
  const { session } = sessionBehind(undefined);
  await expect(refreshSource(session)).rejects.toMatchObject({ code: 'internal-bug' });
});
