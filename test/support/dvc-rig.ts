import { randomUUID } from 'node:crypto';
import { placeDvc } from '../../src/adapters/dvc/dvc-places.ts';
import { createDvcRegistry } from '../../src/adapters/dvc/dvc-registry.ts';
import { createGit } from '../../src/adapters/dvc/git/git-program.ts';
import { type RunProgram, runProgram } from '../../src/adapters/dvc/git/run-program.ts';
import { createGitMoves } from '../../src/adapters/dvc/write/create-git-moves.ts';
import { openRemoteSource } from '../../src/adapters/dvc/write/remote-source.ts';
import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import type { Source } from '../../src/core/ports/source.ts';
import type { Session } from '../../src/core/session/session.ts';
import type { PushChoice } from '../../src/core/settings/push-choice.ts';
import { describeProgramVariables } from './dvc-repository.ts';
import { type OpenOptions, sessionOn } from './registry-rig.ts';

/** What a test may set when it opens a working tree. */
export type OpenDvcOptions = OpenOptions & {
  readonly push?: PushChoice;
  readonly runProgram?: RunProgram;
  readonly variables?: Record<string, string>;
  /** Absolute path of a file of endpoints that follows what is live; none does unless told. */
  readonly followingFile?: string;
  /** None is asked unless told. */
  readonly source?: Source | undefined;
};

/** A session on a working tree below `folder`, with the real git, and a dvc only where the test has put one. */
export function openDvc(folder: string, root: string, options: OpenDvcOptions = {}): Session {
  const { fileSystem = createNodeFileSystem(), createId = randomUUID, nowMs = Date.now } = options;
  const { push = 'both', runProgram: run, variables = {}, followingFile, source } = options;
  const moves = createGitMoves({
    ...{ push, runProgram: run, servingFile: followingFile },
    variables: describeProgramVariables(folder, variables),
  });
  const registry = createDvcRegistry(
    {
      root,
      name: 'test',
      fileSystem,
      createId,
      now: nowMs,
      tool: 'lastgood test',
      servingFile: followingFile,
      source,
    },
    moves,
  );
  return sessionOn(registry, options);
}

/** The same with the remote that it pushes to, as a verb opens it. */
export async function openDvcWithRemote(
  folder: string,
  root: string,
  options: OpenDvcOptions & { readonly offlineBecause?: string } = {},
): Promise<Session & { readonly source: Source }> {
  const { fileSystem = createNodeFileSystem(), nowMs = Date.now, push = 'both', offlineBecause } = options;
  const variables = describeProgramVariables(folder, options.variables);
  const program = createGit({ root, variables, runProgram });
  const local = { program, fileSystem, places: placeDvc(root), createId: randomUUID };
  const source = await openRemoteSource({ ...local, push, now: nowMs, offlineBecause });
  if (source === undefined) throw new Error('it is pushed nowhere');
  return { ...openDvc(folder, root, { ...options, source }), source };
}
