import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createE2eFolder,
  type E2eFolder,
  openConsole,
  readJson,
  runCommand,
} from '../support/e2e-console.ts';
import { buildS0Registry, listS0Versions } from '../support/s0-registry.ts';
import type { TerminalProgram } from '../support/terminal.ts';

const metrics = { groundedness: 4.1, answer_relevance: 4.05, factual_correctness: 3.9 };
const summary = { ...metrics, hallucination_score: 0.2, latency_total: 2.31, examples: 20 };

/** A registry with two versions, v1 live, and S0's policy bound to it by the project's configuration. */
function createGatedFolder(): E2eFolder {
  const folder = createE2eFolder();
  const model = 'frontshift-rag';
  buildS0Registry(folder.registry, {
    model,
    versions: listS0Versions(2),
    latest: { form: 'symlink', version: 'v1' },
  });
  writeFileSync(join(folder.home, 'lastgood.config.yaml'), 'gates:\n  - policy: rag\n');
  return folder;
}

/** The results folder of an evaluation, with what a test changes in its main summary. */
function writeResults(
  folder: E2eFolder,
  name: string,
  changes: Readonly<Record<string, number>> = {},
): string {
  const place = join(folder.home, name);
  const slices = { metrics: { slice: [{ slice_value: 'pto', count: 7, metrics }] }, slice_fields: ['slice'] };
  writeJson(join(place, 'core_eval_main', 'summary.json'), { ...summary, ...changes });
  writeJson(join(place, 'smoke_test_main', 'summary.json'), summary);
  writeJson(join(place, 'core_eval_slices', 'bias_report.json'), slices);
  return place;
}

function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}

async function openGate(folder: E2eFolder): Promise<TerminalProgram> {
  const console = openConsole(folder);
  await console.waitFor(/> frontshift-rag .*unjudged/);
  await console.press('enter');
  await console.waitFor(/> +v2 .*unjudged/);
  await console.press('e');
  await console.waitFor('NOT JUDGED  frontshift-rag v2 for latest');
  return console;
}

/** The wizard of a promotion of v2, where the gate that never judged it blocks. */
async function openBlockedPromotion(folder: E2eFolder): Promise<TerminalProgram> {
  const console = openConsole(folder);
  await console.waitFor('> frontshift-rag');
  console.type(':promote frontshift-rag v2\r');
  await console.waitFor(/> v2 .*unjudged/);
  await console.press('enter');
  await console.waitFor('Reason:');
  await console.press('enter');
  await console.waitFor('Blocked: ');
  return console;
}

async function evaluate(console: TerminalProgram, results: string): Promise<readonly string[]> {
  await console.press('E');
  await console.waitFor('Where are the results of the evaluation?');
  console.type(results);
  await console.waitFor('Folder: ');
  await console.press('enter');
  await console.waitFor('Apply? y = yes, n = no');
  await console.waitFor(/^y Apply/m);
  await console.press('y');
  const receipt = await console.waitFor('Done: Judge frontshift-rag v2 for latest');
  await console.press('escape');
  return receipt;
}

describe('the gate in the console', () => {
  test('a version is judged, does not pass, is judged again, passes, and is promoted', async () => {
    const folder = createGatedFolder();
    const console = await openGate(folder);
    await evaluate(console, writeResults(folder, 'bad', { groundedness: 2.1 }));
    const failed = await console.waitFor('FAIL  frontshift-rag v2 for latest');
    expect(failed.join('\n')).toMatch(/> ✗ FAIL +main\.groundedness +2\.1 +>= 3 +-0\.9/);

    writeResults(folder, 'good results');
    await evaluate(console, '~/good\\ results');
    await console.waitFor('Promoting it to latest would pass the gate.');
    await console.press('P');
    await console.waitFor(/> v2 .*PASS/);
    await console.press('enter');
    await console.waitFor('Reason:');
    await console.press('enter');
    await console.waitFor('To confirm, type frontshift-rag@latest and press enter.');
    console.type('frontshift-rag@latest');
    await console.waitFor('> frontshift-rag@latest');
    await console.press('enter');
    await console.waitFor('Done: Promote frontshift-rag latest: v1 to v2');
    expect(readJson(folder, 'show', 'frontshift-rag')).toMatchObject({
      aliases: [{ alias: 'latest', version: 'v2', gate: { verdict: 'PASS', overridden: false } }],
    });
  });

  test.each([
    [80, 24],
    [60, 15],
  ])('at %i x %i every slice that does not pass is reached by keys', async (columns, rows) => {
    const folder = createGatedFolder();
    const results = writeResults(folder, 'bad');
    const slice = Array.from({ length: 8 }, (_, place) => ({
      ...{
        slice_value: `topic-${place + 1}`,
        count: 7,
        metrics: { ...metrics, groundedness: 2 + place / 10 },
      },
    }));
    const report = { metrics: { slice }, slice_fields: ['slice'] };
    writeJson(join(results, 'core_eval_slices', 'bias_report.json'), report);
    runCommand(folder, 'gate', 'frontshift-rag', 'v2', '--results', results, '--yes');
    const console = openConsole(folder, { columns, rows });
    await console.waitFor('> frontshift-rag');
    console.type(':gate frontshift-rag v2\r');
    await console.waitFor(/\d of 8 values that do not pass seen; enter shows all\./);
    await console.press('enter');
    await console.waitFor('slice topic-1');
    await console.press('ctrl-d', 'ctrl-d', 'ctrl-d');
    await console.waitFor('slice topic-8');
    await console.press('escape');
    await console.waitFor(/> ✗ FAIL +slices/);
  });

  test('a promotion that the gate blocks takes a results folder in the review', async () => {
    const folder = createGatedFolder();
    const results = writeResults(folder, 'good results');
    const console = await openBlockedPromotion(folder);
    await console.press('e');
    await console.waitFor('Where are the results of its evaluation?');
    console.type(`'${results}' `);
    await console.press('enter');
    await console.waitFor('To confirm, type frontshift-rag@latest and press enter.');
    await console.waitFor('✓ PASS  by rag');
  });

  test('a gate is overridden on purpose, with a reason and the typed name, and that stays in sight', async () => {
    const folder = createGatedFolder();
    const console = await openBlockedPromotion(folder);
    await console.press('O');
    await console.waitFor('The gate will be overridden.');
    await console.press('enter');
    await console.waitFor('Say why: it goes on record.');
    console.type('INC-50 v1 is worse');
    await console.waitFor('Incident INC-50 recognised.');
    await console.press('enter');
    await console.waitFor('To confirm, type frontshift-rag@latest and press enter.');
    console.type('frontshift-rag@latest');
    await console.waitFor('> frontshift-rag@latest');
    await console.press('enter');
    await console.waitFor('Done: Promote frontshift-rag latest: v1 to v2');
    await console.press('escape');
    await console.waitFor(/> frontshift-rag .*overridden/);
    expect(readJson(folder, 'show', 'frontshift-rag')).toMatchObject({
      aliases: [{ alias: 'latest', version: 'v2', gate: { overridden: true } }],
    });
  });
});
