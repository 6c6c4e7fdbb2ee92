import { describe, expect, it } from 'vitest';
import { selectFields } from './partial-answer.ts';

const document = { kind: 'k', items: [{ name: 'a', metadata: { x: '1', y: '2' }, size: '3' }], next: 't' };

describe('fields of an answer', () => {
  it.each([
    ['kind', { kind: 'k' }],
    ['items/name', { items: [{ name: 'a' }] }],
    ['items(name,size),next', { items: [{ name: 'a', size: '3' }], next: 't' }],
    ['items/metadata/x,items/metadata/y', { items: [{ metadata: { x: '1', y: '2' } }] }],
    ['items(metadata/x,name),items/metadata/y', { items: [{ metadata: { x: '1', y: '2' }, name: 'a' }] }],
    ['items/metadata,items/metadata/x', { items: [{ metadata: { x: '1', y: '2' } }] }],
    ['items/metadata/x,items/metadata', { items: [{ metadata: { x: '1', y: '2' } }] }],
    ['items(metadata(x),size)', { items: [{ metadata: { x: '1' }, size: '3' }] }],
    ['items/*/y', { items: [{ name: 'a', metadata: { y: '2' }, size: '3' }] }],
    ['nothing', {}],
    ['*', document],
    [null, document],
  ])('%s', (fields, expected) => {
    expect(selectFields(document, fields)).toEqual(expected);
  });

  it.each(['items(', 'items(name', 'items(name))', 'items//name', ',kind'])('%s is refused', fields => {
    expect(() => selectFields(document, fields)).toThrow('Invalid field selection');
  });
});
