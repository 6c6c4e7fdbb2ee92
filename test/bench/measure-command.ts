import { spawnSync } from 'node:child_process';
import { median } from './statistics.ts';

/** Wall time of commands in milliseconds, each the median of the runs, measured in turn so that drift of the machine hits all alike. */
export function measureCommands(
  commands: Readonly<Record<string, readonly string[]>>,
  runs: number,
): Readonly<Record<string, number>> {
  const times = new Map(Object.keys(commands).map(name => [name, [] as number[]]));
  for (let run = -1; run < runs; run += 1) {
    for (const [name, [file = '', ...argv]] of Object.entries(commands)) {
      const startedAt = performance.now();
      const { status, stderr } = spawnSync(file, argv, {
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      // The first run of each only warms the caches.
      if (run >= 0) times.get(name)?.push(performance.now() - startedAt);
    }
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
}
