import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ConflictError, UnavailableError } from '../../../core/errors/app-error.ts';
import { listKnownSecrets } from '../../../core/secrets/known-secrets.ts';
import type { Variables } from '../../../core/settings/read-environment.ts';
import { quoteWords } from '../git/git-errors.ts';
import type { RunProgram } from '../git/run-program.ts';

/** How long the files of a model may take on their way to DVC's remote, in milliseconds: models have many gigabytes. */
const pushLimitMs = 6 * 60 * 60 * 1000;
const askLimitMs = 5 * 60 * 1000;

/** The `dvc` program in one working tree. */
export type DvcProgram = {
  /** Whether one is on the PATH. Nothing is run. */
  readonly isThere: () => Promise<boolean>;
  /**
   * Sends what a pointer names to DVC's remote, and makes sure that all of it is there: DVC itself ends well with nothing sent.
   * @param file from the top of the tree on
   * @throws ConflictError model-files-missing: they are neither here nor there; UnavailableError tool-missing, dvc-failed
   */
  readonly push: (file: string, signal?: AbortSignal) => Promise<void>;
};

/** What it is run with. */
export type DvcProgramOptions = {
  readonly root: string;
  readonly variables: Variables;
  readonly runProgram: RunProgram;
};

/** DVC by PATH, without a shell and without its reports to its makers. */
export function createDvcProgram({ root, variables, runProgram }: DvcProgramOptions): DvcProgram {
  const run = (parts: readonly string[], timeoutMs: number, signal?: AbortSignal) =>
    runProgram({
      file: 'dvc',
      arguments: parts,
      folder: root,
      variables: { ...variables, LC_ALL: 'C.UTF-8', DVC_NO_ANALYTICS: '1', PYTHONUTF8: '1' },
      timeoutMs,
      signal,
    });
  const requireEnd = async (parts: readonly string[], timeoutMs: number, signal?: AbortSignal) => {
    const end = await run(parts, timeoutMs, signal);
    if (end.ended === 'not-started')
      throw new UnavailableError(
        'tool-missing',
        'Cannot push the files of the model: dvc could not be started.',
        {
          hint: 'Install dvc and see that it is on the PATH, or push the commit only, with push: git in the configuration.',
        },
      );
    if (end.ended === 'by-itself' && end.exitCode === 0) return end;
    const how = end.ended === 'by-itself' ? `dvc ended with ${end.exitCode}` : 'dvc did not end in time';
    throw new UnavailableError(
      'dvc-failed',
      `Cannot push the files of the model: ${how}.${quoteWords(end.words, listKnownSecrets(variables))}`,
    );
  };
  return {
    isThere: () => isOnPath('dvc', variables),
    push: async (file, signal) => {
      const pushed = await requireEnd(['push', file], pushLimitMs, signal);
      const asked = await requireEnd(['status', '-c', '--json', file], askLimitMs, signal);
      const isMissing = [pushed.words, asked.words].some(words => /Missing cache files/i.test(words));
      const missing = isMissing || namesMissing(new TextDecoder().decode(asked.output));
      if (!missing) return;
      throw new ConflictError(
        'model-files-missing',
        "Files of the model are neither in this machine's cache of DVC nor on its remote.",
      );
    },
  };
}

/** As `execvp(3)` looks for a program. */
async function isOnPath(name: string, { PATH = '' }: Variables): Promise<boolean> {
  for (const folder of PATH.split(delimiter).filter(each => each !== '')) {
    const isThere = await access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}

/** Whether `dvc status -c --json` names something that the remote has not. What only the cache has not is fine. */
function namesMissing(output: string): boolean {
  return /"(?:new|missing)"/.test(output);
}
