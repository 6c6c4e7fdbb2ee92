import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectClean, listGarbage, meetWhilePushing, openClone } from './dvc-machine.ts';
import { promote, pullStable } from './dvc-moves.ts';
import { mergedWeights, type Run, trainRun } from './dvc-pipeline.ts';
import { createDvcTemplate, type DvcTemplate, digestOf, objectsOf, pathInFolder } from './dvc-project.ts';
import { hasTool, tools } from './tools.ts';

const mistral: Run = { family: 'mistral', run: 'run-001' };
const first: Run = { family: 'qwen', run: 'run-001' };
const second: Run = { family: 'qwen', run: 'run-002' };
const pointer = 'models/hf/stable/qwen.dvc';

describe.skipIf(!hasTool(tools.dvc))('several clones of a project on the real git and DVC', () => {
  let template: DvcTemplate;
  beforeAll(async () => {
    template = await createDvcTemplate([mistral, first]);
  });
  afterAll(() => template?.remove());

  test('collecting garbage keeps what is stable and what was, and pulling brings no archived model', async () => {
    const project = template.copy();
    const anna = await openClone(project, 'anna');
    await promote(anna, first);
    const old = anna.read(pointer);
    await trainRun(anna, second);
    await promote(anna, second);
    const was = objectsOf(old, mergedWeights(first));
    const is = objectsOf(anna.read(pointer), mergedWeights(second));
    const never = await listGarbage(anna, '--all-commits');
    for (const object of [...was, ...is]) expect(never).not.toContain(object);
    const taken = await listGarbage(anna, '--workspace');
    for (const object of is) expect(taken).not.toContain(object);

    const archive = 'models/hf/stable/archive/qwen';
    const [archived = '', ...others] = readdirSync(join(anna.folder, archive));
    expect(others).toEqual([]);
    expect(await anna.git('ls-files', archive)).toBe(`${archive}/${archived}`);
    expect(digestOf(anna.read(`${archive}/${archived}`))).toBe(digestOf(old));

    // A person without the program has the document's way back: a copy of an archived file, in the place of the pointer.
    await anna.dvc('gc', '--workspace', '--force', '--quiet');
    anna.write(pointer, anna.read(`${archive}/${archived}`));
    await anna.dvc('pull', '--quiet', pointer);
    expect(anna.read('models/hf/stable/qwen/model.safetensors')).toBe(mergedWeights(first));
    const bob = await openClone(project, 'bob');
    expect(readdirSync(join(bob.folder, archive))).toEqual([archived]);
  });

  test('of two who move a family at once the second is told who was first, and has what that one did', async () => {
    const project = template.copy();
    const [anna, bob] = [await openClone(project, 'anna'), await openClone(project, 'bob')];
    await promote(anna, first);
    await trainRun(anna, second);
    await promote(anna, second);
    await bob.git('pull', '--quiet');
    const third: Run = { family: 'qwen', run: 'run-003' };
    await trainRun(bob, third);
    await anna.git('pull', '--quiet');

    const late = ['promote', 'qwen', 'run-003', '--to', 'stable', '--yes', '--confirm', 'qwen@stable'];
    const rollback = [
      'rollback',
      'qwen',
      '--previous',
      '--reason',
      'INC-9',
      '--yes',
      '--confirm',
      'qwen@stable',
    ];
    meetWhilePushing(bob, anna, rollback);
    const refused = await bob.run(...late);
    expect(refused.code, refused.out + refused.error).toBe(4);
    expect(refused.out + refused.error).toContain('anna');
    expect(await bob.git('rev-parse', 'HEAD')).toBe(await anna.git('rev-parse', 'HEAD'));
    expect(await bob.git('status', '--short')).toBe('');
    expect(await pullStable(anna, 'qwen')).toBe(mergedWeights(first));

    await bob.runWell(...late);
    await bob.dvc('pull', '--quiet');
    await expectClean(bob);
    expect(await pullStable(anna, 'qwen')).toBe(mergedWeights(third));
    await anna.runWell('history', 'qwen', '--verify');
  });

  test('two who move different families at once both do', async () => {
    const project = template.copy();
    const [anna, bob] = [await openClone(project, 'anna'), await openClone(project, 'bob')];
    await promote(anna, first);
    await trainRun(anna, mistral);
    await bob.git('pull', '--quiet');
    meetWhilePushing(bob, anna, ['hold', 'qwen', 'run-001', '--reason', 'INC-9', '--yes']);
    const toStable = [
      'promote',
      'mistral',
      'run-001',
      '--to',
      'stable',
      '--yes',
      '--confirm',
      'mistral@stable',
    ];
    await bob.runWell(...toStable);
    await bob.dvc('pull', '--quiet');
    await expectClean(bob);
    expect(await pullStable(anna, 'mistral')).toBe(mergedWeights(mistral));
    expect(await anna.runWell('history', 'qwen')).toContain('INC-9');
  });

  test('a model whose bytes nobody has any more is not made stable', async () => {
    const project = template.copy();
    const anna = await openClone(project, 'anna');
    await promote(anna, first);
    const old = digestOf(anna.read(pointer));
    await trainRun(anna, second);
    await promote(anna, second);
    await anna.dvc('gc', '--workspace', '--cloud', '--force', '--quiet');
    const [before, standing] = [await anna.git('rev-parse', 'HEAD'), anna.read(pointer)];
    const confirmed = ['--reason', 'INC-7', '--yes', '--confirm', 'qwen@stable'];
    const refused = await anna.run('rollback', 'qwen', '--previous', ...confirmed);
    expect(refused.code, refused.out + refused.error).not.toBe(0);
    expect(await anna.git('rev-parse', 'HEAD')).toBe(before);
    expect(anna.read(pointer)).toBe(standing);
    await anna.dvc('pull', '--quiet', pointer);
    expect(() => readdirSync(pathInFolder(project.store, old))).toThrow('ENOENT');
  });
});
