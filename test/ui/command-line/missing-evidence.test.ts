import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { passingSummary } from '../../support/evidence-files.ts';
import { createGatedRegistry, createResults, gatedModel } from '../../support/gated-registry.ts';

const judge = ['gate', gatedModel, 'v3', '--yes', '--results'] as const;

/** Writes repeat runs of the main evaluation. */
function writeRuns(results: string, names: readonly string[]): void {
  for (const name of names) {
    const folder = join(results, 'core_eval_main/runs', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'summary.json'), JSON.stringify(passingSummary));
  }
}

test('an optional file that could not be used is missed once it is gone', async () => {
  const registry = createGatedRegistry();
  const results = createResults({ tuning: '{"baseline":' });
  expect((await registry.run(...judge, results)).out).toMatch(/^ERROR/);
  rmSync(join(results, 'core_eval_tuning'), { recursive: true });
  expect((await registry.run(...judge, results)).out).toMatch(/^ERROR/);
});

test('repeat runs that a verdict stood on are an error once they are gone, and are named', async () => {
  const registry = createGatedRegistry();
  const results = createResults();
  writeRuns(results, ['1', '2', '3']);
  expect((await registry.run(...judge, results)).out).toMatch(/^PASS/);
  rmSync(join(results, 'core_eval_main/runs/2'), { recursive: true });
  const { code, out } = await registry.run(...judge, results);
  expect(code).toBe(3);
  expect(out).toContain('now there are 2: core_eval_main/runs/2/summary.json is gone.');
  writeRuns(results, ['4']);
  expect((await registry.run(...judge, results)).out).toMatch(/^PASS/);
});
