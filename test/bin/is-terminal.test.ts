import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isTerminal } from '../../bin/is-terminal.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

test.each([
  ['a file', () => join(createTemporaryFolder(), 'file')],
  ['the device that takes everything', () => devNull],
  ['another device', () => '/dev/zero'],
])('%s is no terminal', (_, findPath) => {
  const descriptor = openSync(findPath(), 'a+');
  expect(isTerminal(descriptor)).toBe(false);
  closeSync(descriptor);
});

test('a descriptor that is closed is no terminal', () => {
  expect(isTerminal(987_654)).toBe(false);
});
