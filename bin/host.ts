import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findErrno, withFileErrors } from '../src/adapters/files/file-errors.ts';
import { addDotEnv, findOriginalsVariables } from '../src/adapters/settings/originals-variables.ts';
import { readValueFile } from '../src/adapters/settings/read-value-file.ts';
import { findLocalModel } from '../src/adapters/weights/find-local-model.ts';
import { listKnownSecrets } from '../src/core/secrets/known-secrets.ts';
import type { Outside } from '../src/ui/command-line/host.ts';
import { describeTerminal } from '../src/ui/terminal/describe-terminal.ts';
import type { PaintedSkeleton } from '../src/ui/terminal/skeleton.ts';
import { ask } from './ask.ts';
import { isTerminal } from './is-terminal.ts';
import { openDesk, openJudging, openRegistry, openRuns } from './open-registry.ts';
import type { Output } from './output.ts';
import { createResultFiles } from './result-files.ts';
import type { StopRequest } from './signals.ts';
import { tool } from './version.ts';
import { findWorkingFolder, getWorkingFolder } from './working-folder.ts';

/** What a host is made of. */
export type HostParts = {
  readonly process: NodeJS.Process;
  readonly out: Output;
  readonly error: Output;
  readonly stopRequest: StopRequest;
  /** Hands over what the launcher has painted, once; it is removed before anything else is written. */
  readonly takeSkeleton: () => PaintedSkeleton | undefined;
};

/** Columns assumed where stdout is no terminal. */
const usualColumns = 100;

/** The outside as the command line uses it: this process, its terminal, its files. */
export async function createHost(parts: HostParts): Promise<Outside> {
  const { process, out, error, stopRequest, takeSkeleton } = parts;
  const { env } = process;
  const inIsTerminal = isTerminal(0);
  const outIsTerminal = isTerminal(1);
  const errorIsTerminal = isTerminal(2);
  const workingFolder = findWorkingFolder();
  const clearScreen = (): void => takeSkeleton()?.remove();
  return {
    tool,
    ...stopRequest,
    openSession: async (options, purpose, missing = 'refused') =>
      (await openRegistry(options, env, missing, purpose)).session,
    openSessionOrSample: async options =>
      (await openRegistry(options, env, 'open-sample', 'to-look')).session,
    openJudging: options => openJudging(options, env),
    openRunLog: (place, options) => openRuns(place, options, env),
    openPublicationDesk: options => openDesk(options, env),
    openConnections: async options =>
      await (await import('./open-connections.ts')).openConnections(options, env),
    canOpenConsole: inIsTerminal && outIsTerminal && env['TERM'] !== 'dumb',
    openConsole: async options => {
      const [{ openConsole }, open] = await Promise.all([
        import('./open-console.ts'),
        openRegistry(options, env, 'open-sample', 'to-change'),
      ]);
      return await openConsole({ open, options, process, takeSkeleton, writeError: error.write });
    },
    writeOut: text => {
      clearScreen();
      out.write(text);
    },
    writeError: text => {
      clearScreen();
      error.write(text);
    },
    canAsk: inIsTerminal && errorIsTerminal,
    ask: question => {
      clearScreen();
      return ask(question, stopRequest.stop);
    },
    outIsTerminal,
    charset: describeTerminal(env, 'detected').charset,
    columns: outIsTerminal ? process.stdout.columns || usualColumns : usualColumns,
    findPath,
    findLocalModel: path => findLocalModel(resolve(getWorkingFolder(), path)),
    readValueFile: path => readValueFile(resolve(getWorkingFolder(), path)),
    ...createResultFiles(),
    readPage: async file => await (await import('./help-pages.ts')).readPage(file),
    now: () => new Date().toISOString(),
    findSecrets: async () =>
      listKnownSecrets(workingFolder === undefined ? env : await addDotEnv(env, workingFolder)),
    variables: workingFolder === undefined ? {} : await findOriginalsVariables(env, workingFolder),
  };
}

async function findPath(
  text: string,
): Promise<{ path: string; kind: 'file' | 'folder' | 'other' | 'nothing' }> {
  const path = resolve(getWorkingFolder(), text);
  return await withFileErrors('look at', path, async () => {
    try {
      const facts = await stat(path);
      return { path, kind: facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other' };
    } catch (thrown) {
      if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return { path, kind: 'nothing' };
      throw thrown;
    }
  });
}
