import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Emulator } from './gcs/emulator.ts';
import { type Machine, type MachineOptions, openMachineAt } from './machine.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** Opens the bucket of an emulator on a fresh machine; with `root` as another process on one that was here before. */
export function openMachine(emulator: Pick<Emulator, 'httpEndpoint'>, options: MachineOptions = {}): Machine {
  const root = options.root ?? join(createTemporaryFolder(), 'cache');
  const machine = openMachineAt(emulator.httpEndpoint, root, options);
  onTestFinished(() => machine.store.close());
  return machine;
}

/** The same, with the bucket read to its end. */
export async function openReadMachine(
  emulator: Pick<Emulator, 'httpEndpoint'>,
  options: MachineOptions = {},
): Promise<Machine> {
  const machine = openMachine(emulator, options);
  await readBucket(machine);
  return machine;
}

/** Reads the bucket to its end. */
export async function readBucket({ session }: Machine): Promise<void> {
  await session.registry.writer.catchUp();
}
