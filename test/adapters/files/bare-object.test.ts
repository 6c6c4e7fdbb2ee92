import { expect, test } from 'vitest';
import { createBareObject } from '../../../src/adapters/files/bare-object.ts';

test('has nothing of its own and nothing inherited', () => {
  const bare = createBareObject<number>();
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
    expect(bare[name]).toBeUndefined();
  expect(Object.keys(bare)).toEqual([]);
});

test('takes any name as its own member, alone', () => {
  const bare = createBareObject<number>();
  const names = ['__proto__', 'constructor', '1', 'accuracy'];
  for (const [value, name] of names.entries()) bare[name] = value;
  expect(Object.keys(bare).sort()).toEqual(names.sort());
  expect(JSON.stringify({ ...bare })).toBe('{"1":2,"__proto__":0,"constructor":1,"accuracy":3}');
  expect(Object.keys(createBareObject())).toEqual([]);
});
