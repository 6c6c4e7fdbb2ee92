import type { ReadStream } from 'node:tty';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long nobody has pressed a key, in milliseconds, before memory is given back. */
const idleMs = 1000;

/** Below this the process is left alone, in bytes. */
const wantedBytes = 140e6;

/** What V8's own `gc` takes; `last-resort` also gives the emptied pages back to the system. */
type CollectionOptions = {
  readonly type: 'major';
  readonly execution: 'sync';
  readonly flavor: 'last-resort';
};

/**
 * Gives memory back to the machine in the pauses of a person. A burst of keys makes garbage faster than V8 thinks it worth
 * collecting, and an idle console would then sit on twice what it needs, for hours, on a shared host.
 */
export function returnMemoryWhenIdle(input: ReadStream): void {
  v8.setFlagsFromString('--expose-gc');
  const collect: (how: CollectionOptions) => void = runInNewContext('gc');
  let timer: NodeJS.Timeout | undefined;
  input.on('data', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (process.memoryUsage.rss() > wantedBytes)
        collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    }, idleMs);
    timer.unref();
  });
}
