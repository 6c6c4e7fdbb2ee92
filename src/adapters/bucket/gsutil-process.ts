import type { Variables } from '../../core/settings/read-environment.ts';
import { type Deadline, withDeadline } from './deadline.ts';
import { endGroup } from './process-group.ts';

/**
 * How long gsutil and its children may take to end after SIGTERM, before they are killed, in milliseconds. Without -m it takes note of
 * SIGTERM and goes on.
 */
const graceMs = 1500;

/** How much of the end of what gsutil says on stderr is kept, in bytes. */
const keptWordsBytes = 64 * 1024;

/** The program, and the environment it runs in. */
export type GsutilProgram = {
  /** A name to be found in PATH, or a path. */
  readonly file: string;
  readonly variables: Variables;
};

/** One run of gsutil. */
export type GsutilRun = {
  /** What is being done, in words that follow "Cannot". */
  readonly doing: string;
  readonly arguments: readonly string[];
  /** Working folder; an absolute path. */
  readonly folder: string;
  /** Reads what gsutil prints, to its end; gsutil waits meanwhile. What it throws ends the run and is thrown. */
  readonly receive?: ((output: AsyncIterable<Uint8Array>) => Promise<void>) | undefined;
  /** Called with what gsutil says on stderr, as it comes. */
  readonly onWords?: ((text: string) => void) | undefined;
  readonly deadline: Deadline;
  readonly signal: AbortSignal | undefined;
};

/** How a run ended. `words` is the end of what was said on stderr: outside text, not yet fit to be shown. */
export type GsutilEnd =
  | { readonly ended: 'done'; readonly words: string }
  | { readonly ended: 'failed'; readonly exitCode: number | undefined; readonly words: string }
  | { readonly ended: 'not-started'; readonly errno: string };

/**
 * Runs gsutil without a shell, in a process group of its own, with nothing to read and nobody to ask. When it is given up (the signal, the
 * deadline, `receive` throwing) the whole group is ended before this settles: no part of it goes on.
 * Rejects with the signal's reason, with what `receive` threw, or with a PassingFailure `network-failed` when time is up.
 */
export async function runGsutil(program: GsutilProgram, run: GsutilRun): Promise<GsutilEnd> {
  const { execa } = await import('execa');
  return withDeadline(run.deadline, run.doing, run.signal, async ({ giveUp, moved }) => {
    const failed = new AbortController();
    const stop = AbortSignal.any([giveUp, failed.signal]);
    const leftMs = countGrace(stop);
    const words = createTail(keptWordsBytes);
    const child = execa(program.file, run.arguments, {
      cwd: run.folder,
      env: describeVariables(program.variables),
      extendEnv: false,
      stdin: 'ignore',
      buffer: false,
      encoding: 'buffer',
      reject: false,
      killDescendants: true,
      forceKillAfterDelay: graceMs,
      cancelSignal: stop,
    });
    child.stderr.on('data', (chunk: Uint8Array) => {
      moved();
      words.add(chunk);
      run.onWords?.(Buffer.from(chunk).toString('utf8'));
    });
    const receive = run.receive ?? drain;
    const received = receive(watchOutput(child.stdout, moved)).catch(thrown => failed.abort(thrown));
    const [result] = await Promise.all([child, received]);
    if (child.pid === undefined) return { ended: 'not-started', errno: result.code ?? 'unknown' };
    await endGroup(child.pid, leftMs());
    stop.throwIfAborted();
    return result.failed
      ? { ended: 'failed', exitCode: result.exitCode, words: words.read() }
      : { ended: 'done', words: words.read() };
  });
}

/** No questions, no banner, UTF-8 whatever the locale. Credentials stay where gsutil finds them: never among the arguments. */
function describeVariables(variables: Variables): Record<string, string | undefined> {
  return { ...variables, CLOUDSDK_CORE_DISABLE_PROMPTS: '1', GSUTIL_NO_BANNER: 'true', PYTHONUTF8: '1' };
}

/** How much of the grace is left since the run was given up; none for what outlives a run that was not. */
function countGrace(stop: AbortSignal): () => number {
  let endsAtMs = 0;
  stop.addEventListener('abort', () => {
    endsAtMs = performance.now() + graceMs;
  });
  return () => Math.max(0, endsAtMs - performance.now());
}

/** A pipe that breaks because gsutil was ended ends the output; how gsutil ended says the rest. */
async function* watchOutput(output: AsyncIterable<unknown>, moved: () => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of output) {
      moved();
      yield chunk as Uint8Array;
    }
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw thrown;
  }
}

async function drain(output: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of output);
}

/** Keeps the last bytes of a stream, and no more. */
function createTail(limitBytes: number): { add(chunk: Uint8Array): void; read(): string } {
  let kept = Buffer.alloc(0);
  return {
    add: chunk => {
      kept = Buffer.concat([kept, chunk]).subarray(-limitBytes);
    },
    read: () => kept.toString('utf8'),
  };
}
