import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatFeedback } from './dvc-feedback.ts';
import { expectClean, openClone } from './dvc-machine.ts';
import { promote, pullStable, rollBack } from './dvc-moves.ts';
import {
  adapterWeights,
  mergedWeights,
  type Run,
  runPipeline,
  trainAdapter,
  trainRun,
} from './dvc-pipeline.ts';
import { createDvcTemplate, type DvcTemplate } from './dvc-project.ts';
import { hasTool, tools } from './tools.ts';

const mistral: Run = { family: 'mistral', run: 'run-001' };
const first: Run = { family: 'qwen', run: 'run-001' };
const second: Run = { family: 'qwen', run: 'run-002' };
const pointer = 'models/hf/stable/qwen.dvc';

describe.skipIf(!hasTool(tools.dvc))("S4's document on the real git and DVC", () => {
  let template: DvcTemplate;
  beforeAll(async () => {
    template = await createDvcTemplate([mistral, first]);
  });
  afterAll(() => template?.remove());

  test('a run becomes the candidate, is voted for, becomes stable, and is rolled back; a second clone pulls each', async () => {
    const project = template.copy();
    const [anna, bob] = [await openClone(project, 'anna'), await openClone(project, 'bob')];
    const home = anna.variables['HOME'] ?? '';
    const feedback = join(home, 'user_feedback.json');
    const gates = 'gates:\n  - alias: stable\n    policy: votes\n';
    anna.write('../home-anna/.config/lastgood/config.yaml', gates);

    await anna.runWell('promote', 'qwen', 'run-001', '--to', 'candidate', '--yes');
    const confirmed = ['--yes', '--confirm', 'qwen@stable', '--since-candidate', '48h', '--as', 'qwen_v2'];
    const toStable = ['promote', 'qwen', 'run-001', '--to', 'stable', '--feedback', feedback, ...confirmed];
    anna.write('../home-anna/user_feedback.json', formatFeedback('qwen_v2', 1, 0));
    expect(await anna.run(...toStable)).toMatchObject({ code: 3 });
    anna.write('../home-anna/user_feedback.json', formatFeedback('qwen_v2', 15, 15));
    await anna.runWell(...toStable);

    expect(await anna.git('log', '-1', '--format=%s', '--', pointer)).toBe(
      'chore(stable): set run-001 for qwen',
    );
    await anna.dvc('checkout', '--quiet');
    await expectClean(anna);
    expect(await pullStable(bob, 'qwen')).toBe(mergedWeights(first));

    rmSync(join(home, '.config/lastgood/config.yaml'));
    await trainRun(anna, second);
    await promote(anna, second);
    await expectClean(anna);
    expect(await pullStable(bob, 'qwen')).toBe(mergedWeights(second));

    await rollBack(anna, 'qwen', 'INC-7 wrong genes');
    await anna.dvc('checkout', '--quiet');
    await expectClean(anna);
    expect(await pullStable(bob, 'qwen')).toBe(mergedWeights(first));
    expect(await bob.runWell('history', 'qwen')).toContain('INC-7 wrong genes');
    await bob.runWell('history', 'qwen', '--verify');
    expect(await bob.runWell('resolve', 'qwen', '--alias', 'stable')).toContain('run-001');
  });

  test('a run with a time before its name is a candidate as trained, and stable as the pipeline made it', async () => {
    const project = template.copy();
    const [anna, bob] = [await openClone(project, 'anna'), await openClone(project, 'bob')];
    const timed: Run = { family: 'qwen', run: '2026-01-02T03-04-run-003' };
    await trainAdapter(anna, timed);
    const early = ['promote', 'qwen', 'run-003', '--to', 'stable', '--yes', '--confirm', 'qwen@stable'];
    expect(await anna.run(...early)).toMatchObject({
      code: 1,
      error: expect.stringContaining("still in training's folder wip"),
    });
    await anna.runWell('promote', 'qwen', 'run-003', '--to', 'candidate', '--yes');
    await bob.git('pull', '--quiet', '--ff-only');
    const candidate = 'models/hf/candidates/qwen/run-003';
    for (const tree of [anna, bob]) {
      await tree.dvc('pull', '--quiet', `${candidate}.dvc`);
      expect(tree.read(`${candidate}/adapter.safetensors`)).toBe(adapterWeights(timed));
      expect(await tree.dvc('status', '--json', `${candidate}.dvc`)).toBe('{}');
      expect(await tree.git('status', '--short')).toBe('');
    }

    await runPipeline(anna);
    await promote(anna, { family: 'qwen', run: 'run-003' });
    await expectClean(anna);
    expect(await pullStable(bob, 'qwen')).toBe(mergedWeights(timed));
  });

  test('what the pipeline made of a run is never replaced by its adapter, after the pipeline has run for another', async () => {
    const project = template.copy();
    const anna = await openClone(project, 'anna');
    await trainAdapter(anna, second);
    await anna.runWell('promote', 'qwen', 'run-002', '--to', 'candidate', '--yes');
    await runPipeline(anna);
    await trainRun(anna, mistral);
    const toStable = ['promote', 'qwen', 'run-002', '--to', 'stable', '--yes', '--confirm', 'qwen@stable'];
    const refused = await anna.run(...toStable);
    expect(refused.code, refused.out + refused.error).toBe(1);
    expect(refused.error).toContain('there is only what was trained');
    expect(await anna.git('ls-files', pointer)).toBe('');

    anna.write('params.yaml', 'family: qwen\nrun_name: run-002\n');
    await runPipeline(anna);
    await anna.runWell(...toStable);
    expect(await pullStable(anna, 'qwen')).toBe(mergedWeights(second));
  });

  test('families move on their own', async () => {
    const project = template.copy();
    const anna = await openClone(project, 'anna');
    await promote(anna, first);
    const qwen = await anna.git('rev-parse', `HEAD:${pointer}`);
    const history = await anna.git('rev-parse', 'HEAD:.lastgood/history/qwen');
    await trainRun(anna, mistral);
    await promote(anna, mistral);
    const next: Run = { family: 'mistral', run: 'run-002' };
    await trainRun(anna, next);
    await promote(anna, next);
    await rollBack(anna, 'mistral', 'INC-8');
    expect(await anna.git('rev-parse', `HEAD:${pointer}`)).toBe(qwen);
    expect(await anna.git('rev-parse', 'HEAD:.lastgood/history/qwen')).toBe(history);
    const bob = await openClone(project, 'bob');
    expect(bob.read('models/hf/stable/mistral/model.safetensors')).toBe(mergedWeights(mistral));
    expect(bob.read('models/hf/stable/qwen/model.safetensors')).toBe(mergedWeights(first));
  });
});
