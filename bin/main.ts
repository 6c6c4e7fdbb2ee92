import { exitCodes } from '../src/core/exit-codes.ts';
import { runCommandLine } from '../src/ui/command-line/run-command-line.ts';
import type { PaintedSkeleton } from '../src/ui/terminal/skeleton.ts';
import { createHost } from './host.ts';
import { createOutput } from './output.ts';
import { reportFailure } from './report-failure.ts';
import { watchSignals } from './signals.ts';

/**
 * Runs the program in this process and sets its exit code. The process ends by itself when nothing is left to do.
 * @param argv the arguments after the program's name
 * @param skeleton what the launcher has painted, when it took the screen
 */
export async function main(argv: readonly string[], skeleton?: PaintedSkeleton): Promise<void> {
  const error = createOutput(2, () => process.stderr);
  const out = createOutput(
    1,
    () => process.stdout,
    failure => {
      error.write(`lastgood: The output could not be written: ${failure.message}.\n`);
      process.exitCode = exitCodes.unavailable.code;
    },
  );
  let painted = skeleton;
  const takeSkeleton = (): PaintedSkeleton | undefined => {
    const taken = painted;
    painted = undefined;
    return taken;
  };
  const fail = (thrown: unknown): number => {
    takeSkeleton()?.remove();
    const stack = process.env['LASTGOOD_DEBUG'] === '1' ? 'shown' : 'kept-back';
    return reportFailure(thrown, error.write, stack);
  };
  const exitAfterBug = (thrown: unknown): never => process.exit(fail(thrown));
  process.on('uncaughtException', exitAfterBug).on('unhandledRejection', exitAfterBug);
  try {
    const stopRequest = watchSignals(process);
    const host = await createHost({ process, out, error, stopRequest, takeSkeleton });
    const exitCode = await runCommandLine(argv, host);
    process.exitCode = exitCode === 0 && out.failure() ? exitCodes.unavailable.code : exitCode;
  } catch (thrown) {
    process.exitCode = fail(thrown);
  }
}
