import { expect, test } from 'vitest';
import { findState } from '../../../src/core/registry/version-state.ts';
import { catalogStatus, moveDeployed } from '../../support/catalog-status.ts';

test('what is live is deployed, whatever the file says of its state', () => {
  expect(findState(catalogStatus({ states: ['draft'], deployed: ['v1'] }), 'v1')).toBe('deployed');
});

test('what the history never spoke of is what the file says', () => {
  const status = catalogStatus({ states: ['training', 'archived', undefined] });
  expect(['v1', 'v2', 'v3'].map(version => findState(status, version))).toEqual([
    'training',
    'archived',
    'completed',
  ]);
});

test('what the history says goes before the file', () => {
  const entries = [moveDeployed(null, 'v1'), moveDeployed('v1', 'v2')];
  const status = catalogStatus({ states: ['deployed', 'deployed'], deployed: ['v2'], entries });
  expect(findState(status, 'v1')).toBe('deprecated');
});

test('the word deployed on a version that is not live is a word that was left behind', () => {
  expect(findState(catalogStatus({ states: ['deployed', 'completed'], deployed: ['v2'] }), 'v1')).toBe(
    'completed',
  );
});

test('a version that is not there is completed', () => {
  expect(findState(catalogStatus({ states: [] }), 'v9')).toBe('completed');
});
