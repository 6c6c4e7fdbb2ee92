import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GateReport } from '../../../src/core/gate/report.ts';
import { bindPolicy, passingSummary } from '../../support/evidence-files.ts';
import {
  confirmedMove,
  createGatedRegistry,
  createResults,
  type GatedRegistry,
  gatedModel,
} from '../../support/gated-registry.ts';
import { writeS0Version } from '../../support/registry-rig.ts';
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

describe('weights that an earlier verdict on this machine stood on', () => {
  test.each<[string, (path: string) => void]>([
    ['taken away', path => rmSync(path)],
    [
      'altered and then taken away',
      path => {
        appendFileSync(path, 'X');
        rmSync(path);
      },
    ],
    [
      'replaced by a folder',
      path => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ])('%s make a verdict an ERROR, and again when it is judged again', async (_, spoil) => {
    const registry = await createWithWeights();
    spoil(registry.weights);
    for (let time = 1; time <= 2; time += 1) {
      const { code, report } = await judgeAgain(registry, '--results', createResults());
      expect(code).toBe(3);
      expect(report.verdict).toBe('ERROR');
      expect(report.rules[0]).toMatchObject({ effect: 'blocks', verdict: 'ERROR', file: registry.weights });
      expect(report.rules[0]?.reason).toMatch(/tiny\.gguf (was part of an earlier verdict and|is not what)/);
    }
  });

  test.each([[[]], [['--no-verify']]])('block a promotion with fresh results, options %j', async options => {
    const { run, weights } = await createWithWeights();
    const withResults = ['--results', createResults(), ...options];
    writeFileSync(weights, 'X');
    expect((await run(...promote, ...withResults)).code).not.toBe(0);
    rmSync(weights);
    const promoted = await run(...promote, ...withResults);
    expect(promoted.code, promoted.error).toBe(3);
    expect(promoted.error).toContain('tiny.gguf was part of an earlier verdict and is gone');
    expect((await run('resolve', gatedModel)).out).toBe('v2\n');
  });

  test('pass again once they are put back', async () => {
    const registry = await createWithWeights();
    renameSync(registry.weights, `${registry.weights}.away`);
    expect((await judgeAgain(registry, '--results', createResults())).report.verdict).toBe('ERROR');
    renameSync(`${registry.weights}.away`, registry.weights);
    expect((await judgeAgain(registry, '--results', createResults())).report.verdict).toBe('PASS');
  });
});

test('a file of a version that has no digest and that a verdict stood on is missed', async () => {
  const registry = createGatedRegistry();
  const folder = writeS0Version(registry.root, gatedModel, 4);
  const results = ['--results', createResults()];
  expect((await judgeAgain(registry, ...results)).report.verdict).toBe('PASS');
  rmSync(join(folder, 'summary.json'));
  const { report } = await judgeAgain(registry, ...results);
  expect(report.verdict).toBe('ERROR');
  expect(report.rules[0]?.reason).toBe('summary.json was part of an earlier verdict and is gone.');
});

describe('on another machine than the one that judged', () => {
  const laptop = { machine: 'laptop', policies: bindPolicy('rag') };

  test('weights that are not there are told of, and the promotion records them as unverified', async () => {
    const { runWith, weights } = await createWithWeights();
    rmSync(weights);
    const promoted = await runWith(laptop, ...promote);
    expect(promoted.code, promoted.error).toBe(0);
    expect(promoted.error).toContain('tiny.gguf is not on this machine');
    expect((await runWith(laptop, 'history', gatedModel, '--json')).out).toMatch(/"check":\s*"unverified"/);
  });

  test('weights that were never there are not missed by a verdict on fresh results', async () => {
    const { runWith, weights } = await createWithWeights();
    rmSync(weights);
    const judged = await runWith(laptop, ...judge, '--results', createResults());
    expect(judged.code, judged.error).toBe(0);
    expect(judged.out).toContain('is not on this machine');
  });

  test('weights that are there and differ block', async () => {
    const { runWith, weights } = await createWithWeights();
    appendFileSync(weights, 'X');
    const promoted = await runWith(laptop, ...promote, '--no-verify');
    expect(promoted.code).toBe(6);
    expect(promoted.error).toContain('tiny.gguf has changed since v4 was judged');
  });
});

describe('a link where weights were registered', () => {
  test('that leads to the same bytes is the same', async () => {
    const { run, weights } = await createWithWeights();
    renameSync(weights, `${weights}.real`);
    symlinkSync(`${weights}.real`, weights);
    expect((await run('verify', gatedModel, 'v4')).code).toBe(0);
    const promoted = await run(...promote);
    expect(promoted.code, promoted.error).toBe(0);
  });

  test('can be registered, judged and promoted, and what it leads to is bound', async () => {
    const { run } = createGatedRegistry();
    const folder = createTemporaryFolder();
    const [real, weights] = [join(folder, 'real.gguf'), join(folder, 'tiny.gguf')];
    writeFileSync(real, 'GGUF weights');
    symlinkSync(real, weights);
    const argv = ['register', gatedModel, '--model-path', weights, '--results', createResults(), '--yes'];
    const registered = await run(...argv);
    expect(registered.code, registered.error).toBe(0);
    appendFileSync(real, 'X');
    expect((await run(...promote)).code).toBe(6);
    writeFileSync(real, 'GGUF weights');
    expect((await run(...promote)).code).toBe(0);
  });

  test('that leads to other bytes, or nowhere, blocks', async () => {
    const { run, weights } = await createWithWeights();
    renameSync(weights, `${weights}.real`);
    writeFileSync(`${weights}.other`, 'GGUF WEIGHTS');
    symlinkSync(`${weights}.other`, weights);
    expect((await run(...promote)).code).toBe(6);
    unlinkSync(`${weights}.other`);
    const promoted = await run(...promote, '--no-verify');
    expect(promoted.code).toBe(6);
    expect(promoted.error).toContain('tiny.gguf is gone');
  });
});
