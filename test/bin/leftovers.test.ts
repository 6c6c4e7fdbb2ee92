import { expect, test } from 'vitest';
import { confirmed, fillBucket, openProgramMachine } from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';

/** A machine on which a registration of v3 was cut off before its last file, and whose bucket takes that file only now and then. */
async function openCutOff(does: 'stall' | 'delay') {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator, 'anna');
  await fillBucket(machine, 2);
  const name = /rag_v3\/metadata\.json$/;
  emulator.addFault({ kind: 'write', name, does: 'status', status: 403, times: Infinity });
  expect(await machine.start(['register', 'rag', '--yes'])).toMatchObject({ code: 7 });
  emulator.clearFaults();
  emulator.addFault({ kind: 'write', name, does, delayMs: 200 });
  return machine;
}

test('a move gives its receipt before it finishes what was cut off earlier, and that can be left', async () => {
  const machine = await openCutOff('stall');
  const program = machine.open(['promote', 'rag', 'v2', '--reason', 'INC-8', ...confirmed]);
  await program.waitFor('Finishing what was cut off earlier: Register');
  expect(program.output()).toMatch(
    /done: Promote rag latest: v1 to v2[\s\S]*To take it back: lastgood undo rag [\s\S]*Finishing what/,
  );
  program.type('\u0003');
  expect(await program.exit).toMatchObject({ code: 130 });
  expect(await machine.start(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v2\n' });
});

test('whoever waits gets what was cut off finished, and the receipt on stdout', async () => {
  const machine = await openCutOff('delay');
  const { code, out, error } = await machine.start([
    'promote',
    'rag',
    'v2',
    '--reason',
    'INC-8',
    ...confirmed,
  ]);
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/^done: Promote rag latest/) });
  expect(error).toContain('Finishing what was cut off earlier: Register');
  const { entries } = JSON.parse((await machine.start(['history', 'rag', '--json'])).out);
  expect(entries.slice(-2)).toMatchObject([{ action: 'promote' }, { action: 'register' }]);
});
