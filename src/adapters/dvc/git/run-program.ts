import type { Variables } from '../../../core/settings/read-environment.ts';

/** How long a program may take to end after it was told to, before it is killed, in milliseconds. */
const graceMs = 1500;

/** How much of what a program prints is kept, in bytes of each stream; printing more ends it. */
const outputLimitBytes = 64 * 1024 * 1024;

/** One run of a program. */
export type ProgramRun = {
  /** A name to be found in PATH, or a path. */
  readonly file: string;
  readonly arguments: readonly string[];
  /** Working folder; an absolute path. */
  readonly folder: string;
  /** The whole environment it gets. */
  readonly variables: Variables;
  /** What it reads; nothing where left out. */
  readonly input?: Uint8Array | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
};

/** How a run ended. `words` is what was said on stderr: outside text, not yet fit to be shown. */
export type ProgramEnd =
  | {
      readonly ended: 'by-itself';
      readonly exitCode: number;
      readonly output: Uint8Array;
      readonly words: string;
    }
  | { readonly ended: 'out-of-time' | 'killed'; readonly words: string }
  | { readonly ended: 'not-started'; readonly errno: string };

/** Runs a program to its end. Rejects with the signal's reason only. */
export type RunProgram = (run: ProgramRun) => Promise<ProgramEnd>;

/**
 * Runs a program without a shell, in a process group of its own and without a terminal, so that nothing it starts can ask anybody. When
 * its time is up, or nobody wants it any longer, it is ended with everything it started.
 */
export const runProgram: RunProgram = async run => {
  const { execa } = await import('execa');
  run.signal?.throwIfAborted();
  const child = execa(run.file, run.arguments, {
    cwd: run.folder,
    env: { ...run.variables },
    extendEnv: false,
    ...(run.input === undefined ? { stdin: 'ignore' } : { input: run.input }),
    ...(run.signal === undefined ? {} : { cancelSignal: run.signal }),
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: outputLimitBytes,
    timeout: run.timeoutMs,
    killDescendants: true,
    forceKillAfterDelay: graceMs,
    reject: false,
  });
  const result = await child;
  run.signal?.throwIfAborted();
  if (child.pid === undefined) return { ended: 'not-started', errno: result.code ?? 'unknown' };
  const words = new TextDecoder().decode(result.stderr);
  if (result.timedOut) return { ended: 'out-of-time', words };
  if (result.exitCode === undefined) return { ended: 'killed', words };
  return { ended: 'by-itself', exitCode: result.exitCode, output: result.stdout, words };
};
