import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Receipt } from '../../src/core/plan/receipt.ts';
import { bundleProcess } from './bundle-process.ts';
import { readyLine } from './wait-for-start.ts';

const contenderSource = fileURLToPath(new URL('./contender-process.ts', import.meta.url));

/** What one process is to do. */
export type Contender = {
  readonly actor: string;
  readonly act: 'promote' | 'gate';
  readonly version: string;
  /** Results that a gate judges. */
  readonly results?: string;
};

/** Lets processes plan their acts, then carry them out all at once. Their receipts, in the order given. */
export async function runContenders(
  root: string,
  model: string,
  contenders: readonly Contender[],
): Promise<readonly Receipt[]> {
  const contender = await bundleProcess(contenderSource);
  const started = await Promise.all(
    contenders.map(async ({ actor, act, version, results = '' }) => {
      const argv = [contender, root, model, actor, act, version, results];
      const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const { value: said } = await lines.next();
      if (said !== readyLine) throw new Error(`${actor} said ${said}`);
      return { child, lines };
    }),
  );
  for (const { child } of started) child.stdin.end();
  return await Promise.all(
    started.map(async ({ lines }) => JSON.parse((await lines.next()).value ?? 'null') as Receipt),
  );
}
