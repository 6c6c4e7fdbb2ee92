import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { asLost, findLive, openRegistry, promote, writeS0Registry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A session that is cut off behind its last projection: its journal is left. */
function asDying({ registry, ...session }: Session): Session {
  const removeJournal = async (): Promise<void> => {
    throw new UnavailableError('file-system-failed', 'The process is gone.');
  };
  return { ...session, registry: { ...registry, writer: { ...registry.writer, removeJournal } } };
}

test('where all pointers stand already, who asks for the same ends what was cut off', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'm', 2, 1);
  const listJournals = () =>
    readdirSync(join(root, '.lastgood/operations')).filter(name => name.endsWith('.json'));
  const session = openRegistry(root);
  await promote(asDying(session), 'm', 'v2');
  expect(listJournals()).toHaveLength(1);
  const receipt = await promote(asLost(session), 'm', 'v2');
  expect(receipt).toMatchObject({
    outcome: 'unchanged',
    notices: [expect.stringContaining('Finished what was cut off earlier')],
  });
  expect(listJournals()).toEqual([]);
  expect(await findLive(session, 'm')).toBe('v2');
});
