import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { layout, placeDvc } from '../src/adapters/dvc/dvc-places.ts';
import { createDvcRegistry } from '../src/adapters/dvc/dvc-registry.ts';
import { createGit } from '../src/adapters/dvc/git/git-program.ts';
import { createGitReader } from '../src/adapters/dvc/git/git-reader.ts';
import { runProgram } from '../src/adapters/dvc/git/run-program.ts';
import { createGitMoves } from '../src/adapters/dvc/write/create-git-moves.ts';
import { openRemoteSource } from '../src/adapters/dvc/write/remote-source.ts';
import type { Registry } from '../src/core/ports/registry.ts';
import type { RegistryPlace } from '../src/core/settings/judge-place.ts';
import type { OutsideAccess, RegistryTools } from './compose.ts';
import { tool } from './version.ts';

/** The registry in a working tree of git and DVC. No remote is asked and nothing is made yet. */
export async function openDvc(
  { path, name, ollama, push = 'both' }: RegistryPlace,
  { fileSystem, now }: RegistryTools,
  { settings, variables }: OutsideAccess,
): Promise<Registry> {
  const program = createGit({ root: path, variables, runProgram });
  const git = createGitReader(program);
  const { offlineBecause } = settings;
  const local = { program, fileSystem, places: placeDvc(path), createId: randomUUID };
  const source = await openRemoteSource({ ...local, push, now, offlineBecause });
  const servingFile = ollama?.file ?? join(path, layout.serving);
  const options = {
    ...{ root: path, name, fileSystem, createId: randomUUID, now, tool, git, servingFile, source },
    fetch: offlineBecause === undefined ? globalThis.fetch : undefined,
  };
  const written = ollama?.update === 'follows' ? servingFile : undefined;
  return createDvcRegistry(options, createGitMoves({ variables, push, servingFile: written }));
}
