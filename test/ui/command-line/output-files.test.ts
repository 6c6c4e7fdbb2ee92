import { readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeResults } from '../../support/evidence-files.ts';
import { findLive, openRegistry } from '../../support/registry-rig.ts';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { s1Model } from '../../support/s1-files.ts';
import { createS1Project } from '../../support/s1-project.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type RunOptions, runLastgood } from './command-line.ts';

const model = 'frontshift-rag';

/** Both acts of S0 that move latest, with a copy of what was done, and the version that is live then. */
const acts = [
  { act: 'deploy_model', option: '--metadata-output', words: [], live: 'v4' },
  { act: 'rollback_model', option: '--metadata-output', words: ['--target-version', '1'], live: 'v1' },
  { act: 'rollback_model', option: '--log-output', words: ['--target-version', '1'], live: 'v1' },
] as const;

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

async function run(
  root: string,
  { act, words }: (typeof acts)[number],
  rest: readonly string[],
  options?: RunOptions,
) {
  const results = act === 'deploy_model' ? ['--results-dir', writeResults(createTemporaryFolder(), {})] : [];
  return await runLastgood(root, [act, ...words, ...results, '--reason', 'INC-42', ...rest], options);
}

test.each(acts)('$act $option into a place that cannot be written is refused first', async act => {
  const root = createRegistry();
  const inTheWay = join(createTemporaryFolder(), 'file');
  writeFileSync(inTheWay, '');
  const before = takeSnapshot(root);
  for (const place of [join(inTheWay, 'copy.json'), createTemporaryFolder()]) {
    const ended = await run(root, act, [act.option, place, '--yes', '--confirm', `${model}@latest`]);
    expect(ended).toMatchObject({ code: 2, error: expect.stringContaining(`${act.option}: ${place}`) });
  }
  expect(takeSnapshot(root)).toEqual(before);
});

test.each(acts)('$act $option that fails at the end is told, and the receipt says what moved', async act => {
  const root = createRegistry();
  const folder = join(createTemporaryFolder(), 'out');
  const answers = () => {
    writeFileSync(folder, 'in the way since');
    return `${model}@latest`;
  };
  const ended = await run(root, act, [act.option, join(folder, 'copy.json'), '--json'], { answers });
  expect(ended.code, ended.error).toBe(7);
  expect(ended.json().schema).toMatch(/^lastgood\/(receipt|registration)\//);
  expect(ended.error).toContain('What was done stays done.');
  expect(readlinkSync(join(root, 'latest'))).toBe(`${model}_${act.live}`);
});

test('deployment_script looks at its folder of files before it decides', async () => {
  const project = createS1Project();
  const output = createTemporaryFolder();
  writeFileSync(join(output, 'file'), '');
  for (const words of [[], ['--dry-run']]) {
    const ended = await project.run('deployment_script', [
      ...words,
      '--output-dir',
      join(output, 'file', 'x'),
    ]);
    expect(ended.code, ended.error).toBe(2);
  }
  expect(readdirSync(output)).toEqual(['file']);
});

test('deployment_script says what it deployed where its files cannot be written any more', async () => {
  const project = createS1Project();
  const output = join(createTemporaryFolder(), 'out');
  const answers = () => {
    rmSync(output, { recursive: true });
    writeFileSync(output, 'in the way since');
    return `${s1Model}@latest`;
  };
  const ended = await project.run('deployment_script', ['--output-dir', output, '--skip-hf-push'], {
    answers,
  });
  expect(ended.code, ended.error).toBe(7);
  expect(ended.out).toContain(`Promote ${s1Model} latest: nothing to v1`);
  expect(ended.error).toContain('What was done stays done.');
  expect(await findLive(openRegistry(project.registry), s1Model)).toBe('v1');
});
