import { describeTerminal } from './describe-terminal.ts';
import { exitCodeOfSignal, exitSignals } from './exit-signal.ts';
import { createRawScreen } from './raw-screen.ts';
import { type PaintedSkeleton, skeletonBytes } from './skeleton.ts';

/**
 * Switches echo off (a key echoed into the first frame would shift its rows), takes the screen and paints the
 * skeleton. Until the result is handed over, the terminal is given back however the process ends. Undefined,
 * with nothing done, where there is no terminal that can show a screen. Keys typed meanwhile wait in the
 * terminal.
 */
export function paintSkeleton(process: NodeJS.Process, argv: readonly string[]): PaintedSkeleton | undefined {
  const { stdin, stdout } = process;
  const traits = describeTerminal(process.env, argv.includes('--ascii') ? 'ascii' : 'detected');
  if (!stdin.isTTY || !stdout.isTTY || traits.kind === 'dumb') return undefined;
  const screen = createRawScreen(stdin, stdout);
  const signals = exitSignals.map(signal => [signal, () => process.exit(exitCodeOfSignal(signal))] as const);
  const handOver = () => {
    process.off('exit', remove).off('uncaughtExceptionMonitor', remove);
    for (const [signal, exit] of signals) process.off(signal, exit);
  };
  const remove = () => {
    handOver();
    screen.giveBack();
  };
  process.on('exit', remove).on('uncaughtExceptionMonitor', remove);
  for (const [signal, exit] of signals) process.on(signal, exit);
  // The signals are listened to first: there must be no moment in which one leaves the screen taken.
  screen.take('untouched');
  stdout.write(skeletonBytes({ columns: stdout.columns || 80, rows: stdout.rows || 24 }, traits.charset));
  return { handOver, remove };
}
