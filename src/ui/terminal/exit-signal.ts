/** A signal that asks the program to end. */
export type ExitSignal = keyof typeof exitCodeBySignal;

/** A program ended by a signal exits with 128 and its number. */
const exitCodeBySignal = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;

export const exitSignals: readonly ExitSignal[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'];

/** The exit code of a program that ended because of the signal. */
export function exitCodeOfSignal(signal: ExitSignal): number {
  return exitCodeBySignal[signal];
}
