import { exitCodeOfSignal } from '../src/ui/terminal/exit-signal.ts';

/** Signals by which a person or the system asks a command to end. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Being asked to end. */
export type StopRequest = {
  /** Aborted by the first signal. */
  readonly stop: AbortSignal;
  /** Exit code of that signal; undefined while there was none. */
  readonly signalExitCode: () => number | undefined;
};

/**
 * From now on the first signal only asks for an end, so that a running step is finished. Ctrl-c again exits at once, with the
 * code of the first.
 */
export function watchSignals(process: NodeJS.Process): StopRequest {
  const controller = new AbortController();
  let exitCode: number | undefined;
  for (const signal of stopSignals) {
    process.on(signal, () => {
      if (exitCode !== undefined && signal === 'SIGINT') process.exit(exitCode);
      exitCode ??= exitCodeOfSignal(signal);
      controller.abort();
    });
  }
  return { stop: controller.signal, signalExitCode: () => exitCode };
}
