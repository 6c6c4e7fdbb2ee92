import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator, EmulatorOptions } from './gcs/emulator.ts';
import { openEmulator } from './gcs/emulator-rig.ts';
import { writeS0Registry } from './registry-rig.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A bucket that S0 filled: so many versions of the model `rag`, and a text pointer to the newest unless told; '' for none. */
export async function openBucketOfS0(
  versions = 3,
  { latest = `rag_v${versions}`, ...options }: EmulatorOptions & { readonly latest?: string } = {},
): Promise<Emulator> {
  const emulator = await openEmulator(options);
  fillBucketOfS0(emulator, versions);
  if (latest !== '') putInRegistry(emulator, 'latest', latest);
  return emulator;
}

/** Versions of the model `rag` as S0's copying tool uploads them, which leaves links out. */
export function fillBucketOfS0(emulator: Pick<Emulator, 'putObject'>, versions: number): void {
  const folder = createTemporaryFolder();
  writeS0Registry(folder, 'rag', versions, 0);
  for (let number = 1; number <= versions; number += 1) {
    for (const name of [`rag_v${number}/summary.json`, `rag_v${number}/metadata.json`])
      putInRegistry(emulator, name, readFileSync(join(folder, name), 'utf8'));
  }
}

/** Writes an object of the registry as another program does, without anything of ours. */
export function putInRegistry(emulator: Pick<Emulator, 'putObject'>, name: string, body: string): void {
  emulator.putObject('bucket', `registry/${name}`, body);
}

/** The text of an object of the registry; undefined when it is not there. */
export function readFromRegistry(emulator: Pick<Emulator, 'listObjects'>, name: string): string | undefined {
  const found = emulator.listObjects('bucket').find(object => object.name === `registry/${name}`);
  return found && Buffer.from(found.body).toString('utf8');
}

/** Names of the registry's objects that start with `prefix`, sorted. */
export function listInRegistry(emulator: Pick<Emulator, 'listObjects'>, prefix = ''): readonly string[] {
  return emulator
    .listObjects('bucket')
    .map(({ name }) => name.slice('registry/'.length))
    .filter(name => name.startsWith(prefix));
}
