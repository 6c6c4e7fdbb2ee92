import { describe, expect, test } from 'vitest';
import { confirmed, fillBucket, openProgramMachine, readObject } from '../support/bucket-program.ts';
import type { Emulator } from '../support/gcs/emulator.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';

const head = '.lastgood/history/rag/00000004.json';

/** A bucket whose last entry moved `latest` from v1 to v2, and who wrote it. */
async function openBucket() {
  const emulator = await openEmulator();
  const anna = openProgramMachine(emulator, 'anna');
  await fillBucket(anna, 2);
  expect(await anna.run(['promote', 'rag', 'v2', '--reason', 'test', ...confirmed])).toMatchObject({
    code: 0,
  });
  return { emulator, anna };
}

/** Another program writes over the last entry: its custom metadata is gone with it. */
function overwriteHead(emulator: Emulator, change: (text: string) => string): void {
  const text = change(readObject(emulator, head) ?? '');
  emulator.putObject('bucket', `team/registry/${head}`, new TextEncoder().encode(text));
}

const pointers = ['latest', 'rag_latest'] as const;
const alter = (text: string): string => text.replace('"to":"v2"', '"to":"v1"');
const replace = (text: string): string =>
  alter(text).replace(/"operationId":"[^"]*"/, '"operationId":"11111111-1111-4111-8111-111111111111"');

describe('a last entry that was overwritten in the bucket', () => {
  test.each([
    ['altered', alter, /^history of rag is altered: entry 4 .*v2/],
    ['another operation’s', replace, /^history of rag is forked: entry 4 .*v2/],
  ])(
    '%s is followed by no fresh machine, moves no pointer, and is put back where it is right',
    async (_, change, words) => {
      const { emulator, anna } = await openBucket();
      const right = readObject(emulator, head);
      overwriteHead(emulator, change);
      const bob = openProgramMachine(emulator, 'bob');
      expect(await bob.run(['resolve', 'rag'])).toMatchObject({ code: 6, out: '' });
      expect(await bob.run(['history', 'rag', '--verify'])).toMatchObject({
        code: 6,
        out: expect.stringMatching(words),
      });
      const doctor = await bob.run(['doctor']);
      expect(doctor).toMatchObject({ code: 6, out: expect.stringContaining('entry 4') });
      expect(await bob.run(['register', 'other', '--yes'])).toMatchObject({ code: 0 });
      for (const name of pointers) expect(readObject(emulator, name)).toBe('rag_v2');
      expect(await bob.run(['promote', 'rag', 'v1', '--reason', 'test', ...confirmed])).toMatchObject({
        code: 6,
      });

      expect(await anna.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v2\n' });
      expect(await anna.run(['doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('repaired') });
      expect(readObject(emulator, head)).toBe(right);
      const carl = openProgramMachine(emulator, 'carl');
      expect(await carl.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v2\n' });
      // What the copy had taken meanwhile is kept beside, and the right one comes by itself.
      expect(await bob.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v2\n' });
      expect(await bob.run(['doctor'])).toMatchObject({ code: 0 });
    },
  );
});
