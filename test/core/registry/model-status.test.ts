import { expect, test } from 'vitest';
import { findModelDescription } from '../../../src/core/registry/model-description.ts';
import { findState } from '../../../src/core/registry/version-state.ts';
import { record, serverStatus } from '../../support/server-status.ts';

const archived = record(
  [],
  [
    {
      action: 'archive',
      moves: [],
      facts: [{ kind: 'state', version: 'v1', from: 'completed', to: 'archived' }],
    },
  ],
);

test('a model may have a usual alias of its own', () => {
  expect(serverStatus({ count: 1 }).usualAlias).toBe('Production');
  expect(serverStatus({ count: 1, index: { usualAlias: 'champion' } }).usualAlias).toBe('champion');
});

test('where the registry leads its word for a state goes before the record', () => {
  const versions = [{ version: 'v1', whole: 'complete' as const, state: 'completed' as const }];
  expect(findState(serverStatus({ count: 1, entries: archived, index: { versions } }), 'v1')).toBe(
    'completed',
  );
});

test('what the registry has no word for is as recorded', () => {
  const fact = { kind: 'state', version: 'v1', from: 'completed', to: 'training' } as const;
  const entries = record([], [{ action: 'state', moves: [], facts: [fact] }]);
  const versions = [{ version: 'v1', whole: 'complete' as const, state: 'completed' as const }];
  expect(findState(serverStatus({ count: 1, entries, index: { versions } }), 'v1')).toBe('training');
});

test('where it has no word the record counts, unless the version is live', () => {
  expect(findState(serverStatus({ count: 1, entries: archived }), 'v1')).toBe('archived');
  const live = serverStatus({ count: 1, entries: archived, stages: { Production: ['v1'] } });
  expect(findState(live, 'v1')).toBe('deployed');
});

test('where the registry leads its description of the model goes before the record', () => {
  const described = { description: 'as on the server', owner: undefined, notes: undefined, tags: [] };
  const fact = { kind: 'described', version: null, notes: 'ours', tags: ['ours'] } as const;
  const entries = record(
    [],
    [{ action: 'describe', moves: [], facts: [{ ...fact, description: 'as recorded' }] }],
  );
  expect(findModelDescription(serverStatus({ count: 1, entries, index: { described } }))).toEqual({
    description: 'as on the server',
    notes: 'ours',
    tags: ['ours'],
  });
});
