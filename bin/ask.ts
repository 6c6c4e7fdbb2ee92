/**
 * Asks a person on stderr and gives the line that was typed, without its line break. Empty when the input has ended or `stop` is
 * aborted. The terminal itself edits the line, so ctrl-c stays a signal.
 */
export async function ask(question: string, stop: AbortSignal): Promise<string> {
  if (stop.aborted) return '';
  const { createInterface } = await import('node:readline');
  process.stderr.write(question);
  const reader = createInterface({ input: process.stdin, terminal: false });
  const { promise, resolve } = Promise.withResolvers<string>();
  const giveUp = (): void => resolve('');
  reader.once('line', resolve).once('close', giveUp);
  stop.addEventListener('abort', giveUp);
  try {
    return await promise;
  } finally {
    stop.removeEventListener('abort', giveUp);
    reader.close();
  }
}
