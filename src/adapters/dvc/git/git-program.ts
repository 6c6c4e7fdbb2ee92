import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UnavailableError } from '../../../core/errors/app-error.ts';
import type { Variables } from '../../../core/settings/read-environment.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeGitEnd, toGitError } from './git-errors.ts';
import type { ProgramEnd, RunProgram } from './run-program.ts';

/**
 * What a call of git is for, which decides how long it may take. `read` changes nothing and takes no lock; `write` changes the repository
 * of this machine; `network` asks a remote; `push` sends something to one, and may run a hook of the user, as DVC's, which pushes models.
 */
export type GitPurpose = 'read' | 'write' | 'network' | 'push';

const timeoutMs: Readonly<Record<GitPurpose, number>> = {
  read: 20_000,
  write: 60_000,
  network: 180_000,
  push: 6 * 60 * 60 * 1000,
};

/** One call of git. */
export type GitCall = {
  /** In words that follow "Cannot". */
  readonly doing: string;
  readonly purpose: GitPurpose;
  readonly arguments: readonly string[];
  readonly input?: Uint8Array | string | undefined;
  /** The index it works on; the user's own where left out. */
  readonly indexFile?: string | undefined;
  /** Exit codes that are an answer; every other one is a failure. Only 0 where left out. */
  readonly accepts?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What git answered. `words` is outside text, not yet fit to be shown. */
export type GitAnswer = {
  readonly exitCode: number;
  readonly bytes: Uint8Array;
  /** `bytes` as text, as it came. */
  readonly text: string;
  readonly words: string;
};

/** The `git` program in one working tree. */
export type Git = {
  /** Top of the working tree; an absolute path. */
  readonly root: string;
  /** @throws UnavailableError, ConflictError: by the table of failures; the signal's reason */
  readonly call: (call: GitCall) => Promise<GitAnswer>;
  /** As `call`, and tells how it ended, whatever that was: for what must know whether it may have been done. */
  readonly attempt: (call: GitCall) => Promise<ProgramEnd>;
};

/** What the program is run with. */
export type GitOptions = {
  readonly root: string;
  readonly variables: Variables;
  readonly runProgram: RunProgram;
};

/**
 * Git by PATH, without a shell. Of hooks: a commit is made of parts and no hook of a commit runs; `pre-push` runs and may refuse;
 * `post-merge` runs where a branch is brought forward.
 */
export function createGit({ root, variables, runProgram }: GitOptions): Git {
  const run = (call: GitCall): Promise<ProgramEnd> =>
    runProgram({
      file: 'git',
      arguments: call.purpose === 'write' ? [...durably, ...call.arguments] : call.arguments,
      folder: root,
      variables: describeVariables(variables, call),
      input: typeof call.input === 'string' ? new TextEncoder().encode(call.input) : call.input,
      timeoutMs: timeoutMs[call.purpose],
      signal: call.signal,
    });
  const isTop = rememberOnce(() => requireTop(root, run));
  const attempt = async (call: GitCall): Promise<ProgramEnd> => {
    await isTop();
    return await run(call);
  };
  return {
    root,
    attempt,
    call: async call => {
      const end = await attempt(call);
      if (end.ended !== 'by-itself' || !(call.accepts ?? [0]).includes(end.exitCode))
        throw toGitError(call.doing, describeGitEnd(end));
      const text = new TextDecoder().decode(end.output);
      return { exitCode: end.exitCode, bytes: end.output, text, words: end.words };
    },
  };
}

/** What was made is on the disk before anything points to it: unless told, git leaves that to chance. @see git-config(1) core.fsync */
const durably: readonly string[] = ['-c', 'core.fsync=added,reference'];

/** Runs until it has succeeded once. */
function rememberOnce(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work().catch((thrown: unknown) => {
      done = undefined;
      throw thrown;
    });
    return done;
  };
}

/** A folder inside of somebody else's repository is not the top of one: paths of commits would be other paths. */
async function requireTop(root: string, run: (call: GitCall) => Promise<ProgramEnd>): Promise<void> {
  const doing = 'find the working tree';
  const end = await run({ doing, purpose: 'read', arguments: ['rev-parse', '--show-toplevel'] });
  if (end.ended !== 'by-itself' || end.exitCode !== 0) throw toGitError(doing, describeGitEnd(end));
  const top = new TextDecoder().decode(end.output).replace(/\r?\n$/, '');
  if (resolve(top) === (await realpath(root))) return;
  throw new UnavailableError(
    'not-a-working-tree',
    `${makeSafeText(root)} is inside the working tree ${makeSafeText(top)}, and not its top.`,
    {
      hint:
        'Moves need the folder .dvc at the top of the working tree of git. A project made with dvc init --subdir is only read here: ' +
        'move it by git and dvc, or into a repository of its own.',
    },
  );
}

/** Variables that would lead git to another repository than the one of the folder: a hook that runs us sets them. @see git-rev-parse(1) --local-env-vars */
const elsewhere: readonly string[] = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_GRAFT_FILE',
  'GIT_SHALLOW_FILE',
  'GIT_REPLACE_REF_BASE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_QUARANTINE_PATH',
];

function describeVariables(variables: Variables, { purpose, indexFile }: GitCall): Variables {
  const kept = Object.fromEntries(Object.entries(variables).filter(([name]) => !elsewhere.includes(name)));
  return {
    ...kept,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    SSH_ASKPASS_REQUIRE: 'never',
    GIT_LITERAL_PATHSPECS: '1',
    ...(purpose === 'read' ? { GIT_OPTIONAL_LOCKS: '0' } : {}),
    ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
  };
}
