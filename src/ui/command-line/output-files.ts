import { InvalidInputError, toAppError } from '../../core/errors/app-error.ts';
import type { ReceiptProblem } from '../../core/plan/receipt.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import { warn } from './speak.ts';

/** A file that is to be written once all is done. */
type Output = { readonly path: string; readonly way: 'in-place' | 'replaced' };

/**
 * Before anything is changed: whether a file can be written then. Nothing is opened.
 * @param option how the caller named it
 * @throws InvalidInputError usage
 */
export async function requireOutput(
  host: Pick<Host, 'findWriteObstacle'>,
  option: string,
  { path, way }: Output,
): Promise<void> {
  const obstacle = await host.findWriteObstacle(path, way);
  if (obstacle === undefined) return;
  const [shown, where] = [path, obstacle.path].map(each => makeSafeText(each, { limit: 200 }));
  throw new InvalidInputError(
    'usage',
    `${option}: ${shown} cannot be written: ${obstacle.words} (${where}). Nothing was changed.`,
    { hint: 'Name a place where you may write.' },
  );
}

/** {@link requireOutput} of a file that was named for a copy of something, where one was. @throws InvalidInputError usage */
export async function requireCopy(
  host: Pick<Host, 'findWriteObstacle'>,
  option: string,
  path: string | undefined,
): Promise<void> {
  if (path !== undefined) await requireOutput(host, option, { path, way: 'in-place' });
}

/**
 * Writes files that say what was done. What was done stays done whatever comes of this: a failure is told on stderr and answered, never
 * thrown, so that the receipt is printed.
 */
export async function writeBeside(
  host: Pick<Host, 'writeError'>,
  work: () => Promise<void>,
): Promise<ReceiptProblem | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    const { code, message, hint } = toAppError(thrown);
    warn(host, `${message} What was done stays done.`);
    return { code, message, hint };
  }
}
