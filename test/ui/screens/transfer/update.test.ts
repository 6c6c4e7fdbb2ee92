import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { SyncReceipt } from '../../../../src/core/mirror/sync-receipt.ts';
import type { Transfer } from '../../../../src/core/mirror/transfer.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import { bindings } from '../../../../src/ui/screens/transfer/keys.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/transfer/update.ts';
import { inBucket, sameOnBothSides, transfer, withProblem } from '../../../support/sample-mirror.ts';
import { contextAt } from '../models/sample-registry.ts';

const context = contextAt(80, 24, { source: inBucket(sameOnBothSides) });
const [opening] = open({ screen: 'transfer', direction: 'push' }, context);
const version = transfer({ to: 'bucket' });

const planned = (...value: readonly Transfer[]): Message => ({
  type: 'planSync/done',
  input: { direction: 'push' },
  value: { transfers: value, confirmation: { kind: 'yes' } },
});
const armed: readonly Message[] = [{ type: 'cursor-reported' }, { type: 'confirmation-armed', attempt: 2 }];
const carrying: readonly Message[] = [planned(version), ...armed, { type: 'confirm-pressed' }];
const receipt: SyncReceipt = {
  outcome: 'applied',
  transfers: [version],
  outcomes: [{ transfer: version, outcome: 'done', problem: undefined }],
  problem: undefined,
};

function after(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], opening);
}

test('what would be carried is found out first', () => {
  const [state, effects] = open({ screen: 'transfer', direction: 'pull' }, context);
  expect(state.at).toBe('planning');
  expect(effects).toEqual([{ run: 'planSync', input: { direction: 'pull' } }]);
  expect(after(planned()).at).toBe('nothing');
});

describe('the review', () => {
  test('cannot be confirmed before it can have been read', () => {
    const shown = after(planned(version));
    expect(update(shown, { type: 'confirm-pressed' }, context)).toEqual([shown, []]);
    expect(update(after(planned(version), ...armed), { type: 'confirm-pressed' }, context)[1]).toEqual([
      { run: 'applySync', input: { direction: 'push', url: 'gs://acme-models/prod', transfers: [version] } },
    ]);
  });

  test('that would carry something else by now is announced and armed anew', () => {
    const [state, effects] = update(
      after(planned(version), ...armed),
      planned(version, transfer({ name: 'rag_v4' })),
      context,
    );
    expect(state).toMatchObject({
      at: 'review',
      news: 'changed',
      consent: { by: 'key', arming: { at: 'waiting' } },
    });
    expect(effects).toContainEqual({ do: 'queryCursor' });
  });

  test('that says the same again keeps what was consented to', () => {
    const state = after(planned(version), ...armed);
    expect(update(state, planned(transfer({ to: 'bucket' })), context)).toEqual([state, []]);
  });

  test('of a pointer that a protected alias is read by is confirmed by the name of the alias, typed exactly', () => {
    const move = { model: 'rag', alias: 'latest', from: 'v2', to: 'v3' };
    const pointer = transfer({ to: 'bucket', act: 'move', unit: 'pointer', name: 'latest', move });
    const confirmation = {
      kind: 'typed',
      text: 'rag@latest',
      why: 'moving a protected alias must be confirmed',
    } as const;
    const value = { transfers: [pointer], confirmation };
    const shown = after({ type: 'planSync/done', input: { direction: 'push' }, value });
    expect(update(shown, { type: 'confirm-pressed' }, context)).toEqual([shown, []]);
    const typed = (text: string): State =>
      update(shown, { type: 'consent-edited', field: createTextField(text) }, context)[0];
    expect(update(typed('rag@lates'), { type: 'confirm-pressed' }, context)[1]).toEqual([]);
    expect(update(typed('rag@latest'), { type: 'confirm-pressed' }, context)[0].at).toBe('carrying');
    const [confirm] = bindings.filter(({ hidden }) => hidden?.(shown, context) === false);
    expect(confirm).toMatchObject({ keys: ['enter'], confirms: true });
  });

  test('is left by no', () => {
    expect(update(after(planned(version)), { type: 'refused' }, context)[1]).toEqual([{ do: 'goBack' }]);
  });

  test('cannot be confirmed while the bucket cannot be read', () => {
    const offline = { ...context, source: inBucket(withProblem('network-failed', 'Check the network.')) };
    const confirm = bindings.find(binding => binding.confirms);
    expect(confirm?.disabled?.(after(planned(version), ...armed), offline)).toBe(
      'OFFLINE, no writes. Check the network.',
    );
  });
});

describe('while it is carried', () => {
  test('escape asks to stop after the file that is running, once', () => {
    const [state, effects] = update(after(...carrying), { type: 'stop-pressed' }, context);
    expect(state).toMatchObject({ at: 'carrying', stop: 'asked' });
    expect(effects).toEqual([{ do: 'stopWrites' }]);
    const stop = bindings.find(binding => binding.keys.includes('escape'));
    expect(stop?.hidden?.(state, context)).toBe(true);
  });

  test('the bucket is read again once it has ended', () => {
    const input = { direction: 'push', url: sameOnBothSides.url, transfers: [version] } as const;
    const [state, effects] = update(
      after(...carrying),
      { type: 'applySync/done', input, value: receipt },
      context,
    );
    expect(state).toMatchObject({ at: 'finished', receipt });
    expect(effects).toEqual([{ run: 'refreshSource', input: {} }]);
  });
});

test('what is left after a failure is found out again', () => {
  const error = new UnavailableError('network-failed', 'Gone.');
  const failed = after({ type: 'planSync/failed', input: { direction: 'push' }, error });
  expect(failed).toMatchObject({ at: 'failed', error });
  expect(update(failed, { type: 'plan-again-pressed' }, context)[1]).toEqual([
    { run: 'planSync', input: { direction: 'push' } },
  ]);
});
