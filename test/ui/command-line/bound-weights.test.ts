import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GateReport } from '../../../src/core/gate/report.ts';
import { passingSummary } from '../../support/evidence-files.ts';
import {
  confirmedMove,
  createGatedRegistry,
  createResults,
  type GatedRegistry,
  gatedModel,
} from '../../support/gated-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const promote = ['promote', gatedModel, 'v4', ...confirmedMove] as const;
const judge = ['gate', gatedModel, 'v4', '--yes'] as const;

/** A registry whose v4 was registered with weights of this machine. */
async function createWithWeights(): Promise<GatedRegistry & { readonly weights: string }> {
  const registry = createGatedRegistry();
  const weights = join(createTemporaryFolder(), 'tiny.gguf');
  writeFileSync(weights, 'GGUF weights');
  const argv = ['register', gatedModel, '--model-path', weights, '--results', createResults(), '--yes'];
  const registered = await registry.run(...argv);
  expect(registered.code, registered.error).toBe(0);
  return { ...registry, weights };
}

async function judgeAgain(registry: GatedRegistry, ...argv: readonly string[]) {
  const judged = await registry.run(...judge, '--json', ...argv);
  return { code: judged.code, report: (judged.json() as unknown as { readonly report: GateReport }).report };
}

describe('the weights of a version', () => {
  test('are among the files that its verdict stands on', async () => {
    const registry = await createWithWeights();
    const { report } = await judgeAgain(registry);
    expect(report.verdict).toBe('PASS');
    expect(report.files.map(({ name, place }) => [name, place])).toEqual(
      expect.arrayContaining([
        ['metadata.json', 'version'],
        ['summary.json', 'version'],
        [registry.weights, 'machine'],
      ]),
    );
    const shown = JSON.parse(readFileSync(join(registry.root, `${gatedModel}_v4/gate.json`), 'utf8'));
    expect(shown).toMatchObject({ files: expect.arrayContaining([{ ...report.files.at(1) }]) });
  });

  test('that are not on this machine are told of, and bound to nothing', async () => {
    const registry = createGatedRegistry();
    const argv = ['register', gatedModel, '--model-path', 'gs://bucket/tiny.gguf', '--yes'];
    await registry.run(...argv, '--results', createResults());
    const { report } = await judgeAgain(registry);
    expect(report.verdict).toBe('PASS');
    expect(report.files.map(({ place }) => place)).not.toContain('machine');
    expect(report.rules[0]).toMatchObject({
      id: 'registered file 1',
      effect: 'advises',
      verdict: 'SKIPPED',
      reason: 'gs://bucket/tiny.gguf is not a file on this machine: the verdict is not bound to its bytes.',
    });
    expect((await registry.run(...promote)).code).toBe(0);
  });

  describe.each<{ readonly what: string; readonly spoil: (path: string) => void; readonly says: RegExp }>([
    {
      what: 'one byte longer',
      spoil: path => appendFileSync(path, ' '),
      says: /tiny\.gguf has changed since v4 was judged/,
    },
    {
      what: 'the same size with other bytes',
      spoil: path => writeFileSync(path, 'GGUF WEIGHTS'),
      says: /tiny\.gguf has changed since v4 was judged/,
    },
    { what: 'gone', spoil: path => rmSync(path), says: /tiny\.gguf is gone/ },
  ])('that are $what after the verdict', ({ spoil, says }) => {
    test.each([[[]], [['--no-verify']]])('block a promotion with their name, options %j', async options => {
      const { run, weights } = await createWithWeights();
      spoil(weights);
      const promoted = await run(...promote, ...options, '--json');
      expect(promoted.code, promoted.error).toBe(6);
      expect(promoted.error).toMatch(says);
      expect((await run('resolve', gatedModel)).out).toBe('v2\n');
    });
  });

  test('that are gone are told of where the gate is shown, too', async () => {
    const { run, weights } = await createWithWeights();
    rmSync(weights);
    const shown = await run('show', gatedModel, 'v4', '--json');
    expect(shown.out).toContain('tiny.gguf is gone');
  });
});

describe('judging a version whose files are not those that were registered', () => {
  test.each([[[]], [['--policy', 'prod']]])(
    'is an ERROR that names the weights, options %j',
    async options => {
      const registry = await createWithWeights();
      appendFileSync(registry.weights, ' ');
      const { code, report } = await judgeAgain(registry, ...options);
      expect(code).toBe(3);
      expect(report.verdict).toBe('ERROR');
      expect(report.rules[0]).toMatchObject({
        effect: 'blocks',
        verdict: 'ERROR',
        file: registry.weights,
        reason: expect.stringMatching(
          /tiny\.gguf is not what was registered: it has changed, recorded \w+, found \w+\.$/,
        ),
      });
    },
  );

  test('is an ERROR that names the evidence, whatever results are judged', async () => {
    const registry = await createWithWeights();
    appendFileSync(join(registry.root, `${gatedModel}_v4/summary.json`), ' ');
    const { report } = await judgeAgain(registry, '--results', createResults());
    expect(report.verdict).toBe('ERROR');
    expect(report.rules[0]?.reason).toMatch(/^summary\.json is not what was registered: it has changed/);
  });

  test.each([[[]], [['--no-verify']]])('promotes nothing with fresh results, options %j', async options => {
    const { run, weights } = await createWithWeights();
    appendFileSync(weights, ' ');
    const promoted = await run(...promote, '--results', createResults(), ...options);
    expect([3, 6], promoted.error).toContain(promoted.code);
    expect(promoted.error).toMatch(/tiny\.gguf|its digest differs/);
    expect((await run('resolve', gatedModel)).out).toBe('v2\n');
  });
});

test('a version that is registered with results and promoted has its weights bound, and they are checked', async () => {
  const { run } = createGatedRegistry();
  const weights = join(createTemporaryFolder(), 'tiny.gguf');
  writeFileSync(weights, 'GGUF weights');
  const tuning = { baseline: passingSummary, best: passingSummary };
  const argv = ['register', gatedModel, '--model-path', weights, '--results', createResults({ tuning })];
  const done = await run(...argv, '--to', 'latest', ...confirmedMove);
  expect(done.code, done.error).toBe(0);
  expect((await run('rollback', gatedModel, '--to', 'v2', '--reason', 'INC-1', ...confirmedMove)).code).toBe(
    0,
  );
  expect((await run('release', gatedModel, 'v4', '--reason', 'mended', '--yes')).code).toBe(0);
  rmSync(weights);
  const again = await run(...promote);
  expect(again.code).toBe(6);
  expect(again.error).toContain('tiny.gguf is gone');
});
