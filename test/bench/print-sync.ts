import { loadavg } from 'node:os';
import { type SyncCost, type SyncFigures, syncSteps } from './measure-sync.ts';
import { ownName } from './sync-programs.ts';

/** Prints what each step cost each program, and ours as a ratio of both kinds of bare uploads and of every other program. */
export function printSync({ costs, notInstalled }: SyncFigures): void {
  for (const step of syncSteps) {
    const own = costs.get(ownName)?.get(step);
    console.log(`  ${step}`);
    for (const [name, steps] of costs) {
      const cost = steps.get(step);
      if (cost !== undefined) printCost(name, cost, own);
    }
  }
  for (const name of notInstalled) console.log(`  ${name} is not installed`);
  console.log(
    `  load of the machine: ${loadavg()
      .map(load => load.toFixed(1))
      .join(' ')}`,
  );
}

function printCost(name: string, { ms, requests }: SyncCost, own: SyncCost | undefined): void {
  const ratio =
    own === undefined || name === ownName ? '' : `lastgood is ${(own.ms / ms).toFixed(2)} x of this`;
  const all = Object.entries(requests).map(([kind, count]) => `${count} ${kind}`);
  console.log(
    `    ${name.padEnd(24)}${`${ms.toFixed(0)} ms`.padStart(9)}` +
      `  ${ratio.padEnd(28)}requests: ${all.join(', ') || 'none'}`,
  );
}
