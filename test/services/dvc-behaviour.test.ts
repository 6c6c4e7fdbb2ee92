import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listGarbage } from './dvc-machine.ts';
import { mergedWeights, type Run, trainRun } from './dvc-pipeline.ts';
import {
  createDvcTemplate,
  type DvcProject,
  type DvcTemplate,
  digestOf,
  objectsOf,
  pathInFolder,
  pointerOfMerged,
} from './dvc-project.ts';
import { hasTool, tools } from './tools.ts';
import type { WorkingTree } from './working-tree.ts';

const first: Run = { family: 'qwen', run: 'run-001' };
const second: Run = { family: 'qwen', run: 'run-002' };
const pointer = 'models/hf/stable/qwen.dvc';
const weights = 'models/hf/stable/qwen/model.safetensors';

/** A family whose stable pointer was `first` and is `second`, all of it committed and pushed; bytes of both are in the cache. */
type Moved = {
  readonly project: DvcProject;
  readonly tree: WorkingTree;
  /** The stable pointer as it was, and as it is. */
  readonly old: string;
  readonly now: string;
};

describe.skipIf(!hasTool(tools.dvc))('what DVC does that a move relies on', () => {
  let template: DvcTemplate;
  beforeAll(async () => {
    template = await createDvcTemplate([first]);
  });
  afterAll(() => template?.remove());

  const moveByHand = async (): Promise<Moved> => {
    const project = template.copy();
    const tree = await project.clone('anna');
    await tree.dvc('pull', '--quiet');
    const old = pointerOfMerged(tree, first, 'qwen');
    tree.write(pointer, old);
    tree.write('models/hf/stable/.gitignore', '/qwen\n');
    await tree.git('add', '--all');
    await tree.git('commit', '--quiet', '-m', 'chore(stable): set run-001 for qwen');
    await trainRun(tree, second);
    const now = pointerOfMerged(tree, second, 'qwen');
    tree.write(pointer, now);
    await tree.git('commit', '--quiet', '--all', '-m', 'chore(stable): set run-002 for qwen');
    await tree.git('push', '--quiet');
    await tree.dvc('checkout', '--quiet', pointer);
    return { project, tree, old, now };
  };
  const archived = 'models/hf/stable/archive/qwen/2026-01-02T03-04-run-001.dvc';

  test('a pointer written by hand is an output like one of `dvc add`, which refuses what a stage has', async () => {
    const { tree } = await moveByHand();
    expect(tree.read(weights)).toBe(mergedWeights(second));
    expect(await tree.dvc('status', '--json')).toBe('{}');
    expect(await tree.dvc('data', 'status', '--json')).toBe('{}');
    const refused = await tree.runDvc('add', 'models/hf/candidates/qwen/run-002_merged');
    expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('overlaps with an output') });
  });

  test('a model nobody has is pushed with exit code 0, and only a warning says so', async () => {
    const { project, tree, now } = await moveByHand();
    rmSync(join(tree.folder, '.dvc/cache'), { recursive: true });
    rmSync(project.store, { recursive: true });
    const pushed = await tree.runDvc('push', pointer);
    expect(pushed).toMatchObject({ code: 0, error: expect.stringContaining('Missing cache files') });
    const asked = await tree.runDvc('status', '--cloud', '--json', pointer);
    expect(asked).toMatchObject({ code: 0, out: '{}\n', error: expect.stringContaining(digestOf(now)) });
  });

  test('a model of which one file is missing is pushed with exit code 0, but for its list of files', async () => {
    const { project, tree, now } = await moveByHand();
    rmSync(project.store, { recursive: true });
    const lost = createHash('md5').update(tree.read('models/hf/stable/qwen/config.json')).digest('hex');
    rmSync(pathInFolder(join(tree.folder, '.dvc/cache'), lost));
    const pushed = await tree.runDvc('push', pointer);
    expect(pushed).toMatchObject({
      code: 0,
      error: expect.stringContaining(`Missing cache files:\nmd5: ${lost}`),
    });
    expect(existsSync(pathInFolder(project.store, digestOf(now)))).toBe(false);
    expect(await tree.dvc('status', '--cloud', '--json', pointer)).toContain('"missing"');
  });

  test('an archived pointer that DVC reads is a second owner, or a model that everybody pulls', async () => {
    const { tree, old } = await moveByHand();
    tree.write(archived, old.replace('path: qwen', 'path: ../../qwen'));
    expect(await tree.runDvc('repro', '--dry')).toMatchObject({
      code: 255,
      error: expect.stringContaining('is specified in'),
    });
    tree.write(archived, old);
    expect(await tree.dvc('status', '--json')).toContain('deleted');
    await tree.dvc('pull');
    expect(existsSync(join(tree.folder, 'models/hf/stable/archive/qwen/qwen'))).toBe(true);
  });

  test('a copy that DVC does not read costs nobody anything, and the history of git keeps its model', async () => {
    const { tree, old, now } = await moveByHand();
    tree.write(`${archived}.archived`, old);
    expect(await tree.dvc('status', '--json')).toBe('{}');
    expect(await tree.dvc('data', 'status', '--json')).toBe('{}');
    expect(await tree.dvc('pull', pointer)).toBe('Everything is up to date.');
    const objects = {
      first: objectsOf(old, mergedWeights(first)),
      second: objectsOf(now, mergedWeights(second)),
    };
    const never = await listGarbage(tree, '--all-commits');
    for (const object of [...objects.first, ...objects.second]) expect(never).not.toContain(object);
    const taken = await listGarbage(tree, '--workspace');
    expect(taken).toEqual(expect.arrayContaining([...objects.first]));
    for (const object of objects.second) expect(taken).not.toContain(object);
    tree.write(pointer, tree.read(`${archived}.archived`));
    await tree.dvc('gc', '--workspace', '--force', '--quiet');
    await tree.dvc('checkout', '--quiet', pointer);
    expect(tree.read(weights)).toBe(mergedWeights(first));
  });

  test('a pointer with a key DVC does not know stops every command, and one with `meta` and comments none', async () => {
    const { tree, now } = await moveByHand();
    tree.write(pointer, `lastgood: {run: run-002}\n${now}`);
    expect(await tree.runDvc('status')).toMatchObject({
      code: 1,
      error: expect.stringContaining('extra keys'),
    });
    tree.write(pointer, `# ours\nmeta:\n  lastgood: {run: run-002}\n${now}`);
    expect(await tree.dvc('status', '--json')).toBe('{}');
    tree.write(weights, 'other\n');
    await tree.dvc('commit', '--force', pointer);
    expect(tree.read(pointer)).toMatch(/^# ours\nmeta:\n {2}lastgood: \{run: run-002\}\nouts:\n/);
  });

  test('nothing of DVC writes the line that hides a stable model from git', async () => {
    const { tree } = await moveByHand();
    rmSync(join(tree.folder, 'models/hf/stable/.gitignore'));
    await tree.dvc('pull', '--force', pointer);
    expect(readdirSync(join(tree.folder, 'models/hf/stable'))).not.toContain('.gitignore');
    expect(await tree.git('status', '--short')).toContain('?? models/hf/stable/qwen/');
  });
});
