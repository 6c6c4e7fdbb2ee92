import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS1Files, s1Model, scaleMetrics } from '../support/s1-files.ts';
import {
  listStandings,
  listStandingsInPython,
  type MlflowMachine,
  openMlflowMachine,
} from './mlflow-machine.ts';
import { type MlflowPython, type ModelInPython, openMlflowPython } from './mlflow-python.ts';
import { type MlflowServer, startMlflowServer } from './mlflow-server.ts';
import { hasTool, tools } from './tools.ts';

/** The model of S3's document. */
const reviews = 'bert_fake_review_detector';

describe.skipIf(!hasTool(tools.mlflow))('with the real MLflow server', () => {
  let server: MlflowServer;
  let python: MlflowPython;
  beforeAll(async () => {
    server = await startMlflowServer();
    python = openMlflowPython(server);
  });
  afterAll(async () => {
    await python?.close();
    await server?.stop();
  });

  /** A run as S3's training leaves it, registered by us. */
  const registerRun = async (machine: MlflowMachine, model: string, number: number): Promise<string> => {
    const run = await python.train({
      experiment: `train ${model}`,
      metrics: { f1: 0.8 + number / 100 },
      params: { epochs: '3' },
      tags: { dataset: 'reviews-v7' },
    });
    await machine.runWell(
      'register',
      model,
      '--model-path',
      `runs:/${run}/model`,
      '--notes',
      `run ${number}`,
      '--yes',
    );
    return run;
  };

  /** What MLflow's own client reads of a model, which must be what our `versions` says of it. */
  const readAlike = async (machine: MlflowMachine, model: string): Promise<ModelInPython> => {
    const models = await python.read();
    expect(await listStandings(machine, model)).toEqual(listStandingsInPython(models, model));
    const found = models.find(({ name }) => name === model);
    if (found === undefined) throw new Error(`there is no ${model}`);
    return found;
  };
  const findIn = ({ versions }: ModelInPython, stage: string): readonly string[] =>
    versions.filter(version => version.stage === stage).map(({ version }) => version);

  it("S3's models are registered, promoted, rolled back and cleaned up, and MLflow's client reads the same", async () => {
    const machine = openMlflowMachine(server.url);
    const runs: string[] = [];
    for (let number = 1; number <= 12; number += 1) runs.push(await registerRun(machine, reviews, number));
    const registered = await readAlike(machine, reviews);
    expect(registered.versions).toMatchObject(
      runs.map((run, index) => ({
        version: String(index + 1),
        stage: 'None',
        source: expect.stringMatching(new RegExp(`/${run}/artifacts/model$`)),
        run,
        description: `run ${index + 1}`,
      })),
    );
    const listed = await machine.runWell('versions', reviews);
    expect([...listed.matchAll(/^\W*(v\d+)\b/gm)].map(([, version]) => version)).toEqual(
      runs.map((_, index) => `v${index + 1}`),
    );
    expect(listed).toMatch(/v12\b.*0\.92/);

    const toProduction = ['--yes', '--confirm', `${reviews}@Production`];
    await machine.runWell('promote', reviews, 'v9', '--to', 'Staging', '--yes');
    expect(findIn(await readAlike(machine, reviews), 'Staging')).toEqual(['9']);
    await machine.runWell('promote', reviews, 'v9', ...toProduction);
    const first = await readAlike(machine, reviews);
    expect([findIn(first, 'Production'), findIn(first, 'Staging')]).toEqual([['9'], []]);

    await machine.runWell('promote', reviews, 'v10', '--to', 'Staging', '--yes');
    await machine.runWell('mlops', 'promote', reviews, ...toProduction);
    const second = await readAlike(machine, reviews);
    expect([findIn(second, 'Production'), findIn(second, 'Archived')]).toEqual([['10'], ['9']]);

    await machine.runWell('promote', reviews, 'v11', '--to', 'champion', '--yes');
    await machine.runWell('promote', reviews, 'v2', '--to', 'champion', '--yes');
    expect((await readAlike(machine, reviews)).aliases).toEqual({ champion: '2' });

    await machine.runWell(
      'rollback',
      reviews,
      '--previous',
      '--reason',
      'INC-7 wrong labels',
      ...toProduction,
    );
    const back = await readAlike(machine, reviews);
    expect([findIn(back, 'Production'), findIn(back, 'Archived')]).toEqual([['9'], ['10']]);
    const held = await machine.run('promote', reviews, 'v10', ...toProduction);
    expect(held.code, held.out + held.error).toBe(5);

    await machine.runWell('mlops', 'transition', reviews, '4', 'Staging', '--yes');
    await machine.runWell('mlops', 'cleanup', reviews, '--yes');
    const clean = await readAlike(machine, reviews);
    expect(findIn(clean, 'Production')).toEqual(['9']);
    expect(findIn(clean, 'Staging')).toEqual(['4']);
    const archived = findIn(clean, 'Archived');
    expect(archived).toEqual(expect.arrayContaining(['1', '3', '5']));
    for (const kept of ['2', '4', '9', '11', '12']) expect(archived).not.toContain(kept);
    expect(clean.aliases).toEqual({ champion: '2' });

    const history = await machine.runWell('history', reviews);
    expect(history).toContain('INC-7 wrong labels');
    const verified = await machine.run('history', reviews, '--verify');
    expect(verified.code, verified.out + verified.error).toBe(0);
  });

  it('what others do with MLflow is shown as news, and blocks nothing', async () => {
    const machine = openMlflowMachine(server.url);
    const model = 'fake reviews';
    for (const number of ['1', '2', '3']) await python.register(model, `s3://bucket/${number}`, null);
    const confirmed = ['--yes', '--confirm', `${model}@Production`];
    await machine.runWell('promote', model, 'v1', '--to', 'Production', ...confirmed);
    await python.transition(model, '2', 'Production', 'archive');
    await python.setAlias(model, 'challenger', '3');
    expect(findIn(await readAlike(machine, model), 'Production')).toEqual(['2']);
    expect(await machine.runWell('models')).not.toMatch(/drift/i);
    await machine.runWell('promote', model, 'v3', '--to', 'Production', ...confirmed);
    const after = await readAlike(machine, model);
    expect([findIn(after, 'Production'), findIn(after, 'Archived')]).toEqual([['3'], ['1', '2']]);
    await machine.runWell('rollback', model, '--to', 'v2', '--reason', 'INC-8', ...confirmed);
    expect(findIn(await readAlike(machine, model), 'Production')).toEqual(['2']);
    await python.deleteVersion(model, '1');
    expect((await listStandings(machine, model)).map(({ version }) => version)).toEqual(['v2', 'v3']);
  });

  it('the console shows the models, and moves what is live on the server', async () => {
    const machine = openMlflowMachine(server.url);
    const model = 'console-model';
    for (let number = 1; number <= 11; number += 1) await registerRun(machine, model, number);
    const confirmed = ['--yes', '--confirm', `${model}@Production`];
    await machine.runWell('promote', model, 'v1', '--to', 'Production', ...confirmed);
    await machine.runWell('promote', model, 'v11', '--to', 'Production', ...confirmed);
    const console = machine.open();
    await console.waitFor(new RegExp(`${model} .*Production v11`));
    console.type('/');
    console.type(model);
    await console.waitFor(lines => lines.every(line => !line.includes('bert_fake')));
    await console.press('enter');
    await console.waitFor(new RegExp(`^> ${model}`, 'm'));
    await console.press('enter');
    const shown = await console.waitFor(/^>\s+v11\b.*\n(?:.*\n)*?\s+v10\b/m);
    expect(shown.join('\n')).toMatch(/v9\b/);
    await console.press('escape');
    await console.waitFor(new RegExp(`^> ${model}`, 'm'));

    await console.press('R');
    await console.waitFor(/^> v1\b/m);
    await console.press('enter');
    await console.waitFor('Reason:');
    console.type('INC-9 empty answers');
    await console.press('enter');
    await console.waitFor(`To confirm, type ${model}@Production`);
    console.type(`${model}@Production`);
    await console.waitFor(`> ${model}@Production`);
    await console.press('enter');
    await console.waitFor(`Done: Roll back ${model} Production: v11 to v1`);
    const after = await readAlike(machine, model);
    expect([findIn(after, 'Production'), findIn(after, 'Archived')]).toEqual([['1'], ['11']]);
  });

  it("S1's deployments are registered with their score, and the one before is archived", async () => {
    const machine = openMlflowMachine(server.url);
    const { argv, train, evaluate, configure, readResult } = createS1Files(machine.home);
    const experiment = 'ecommerce-chatbot-evaluation';
    configure({ model_registry_name: s1Model }, { mlflow: { experiment_name: experiment } });
    const confirmed = ['--skip-hf-push', '--log-run', '--yes', '--confirm', `${s1Model}@Production`];
    const deploy = async (factor: number): Promise<string> => {
      const run = await python.train({
        experiment: 'fine_tuning',
        metrics: { loss: 0.4 },
        params: {},
        tags: {},
      });
      train(run);
      evaluate(scaleMetrics(factor));
      await machine.runWell('deployment_script', ...argv, ...confirmed);
      return run;
    };
    const first = await deploy(1);
    await deploy(0.9);
    expect(readResult('deployment_info.json')).toMatchObject({ should_deploy: false });
    const third = await deploy(1.1);
    const { versions } = await readAlike(machine, s1Model);
    expect(versions).toMatchObject([
      { version: '1', stage: 'Archived', run: first },
      { version: '2', stage: 'Production', run: third },
    ]);
    for (const { tags } of versions)
      expect(Object.keys(tags)).toEqual(
        expect.arrayContaining(['weighted_score', 'is_best', 'improvement', 'deployment_timestamp']),
      );
    expect(Number(versions[1]?.tags['weighted_score'])).toBeCloseTo(0.257865 * 1.1, 5);
    const logged = await python.readRuns(experiment);
    expect(logged.map(({ metrics }) => metrics['weighted_score'])).toHaveLength(3);
    expect(logged.every(({ artifacts }) => artifacts.length > 0)).toBe(true);
  });

  it('without the server everything is read as it was last seen, and nothing is written', async () => {
    const own = await startMlflowServer();
    const other = openMlflowPython(own);
    const machine = openMlflowMachine(own.url);
    try {
      const run = await other.train({ experiment: 'reviews', metrics: { f1: 0.9 }, params: {}, tags: {} });
      const source = `runs:/${run}/model`;
      await machine.runWell('register', 'rag', '--model-path', source, '--to', 'Staging', '--yes');
    } finally {
      await other.close();
      await own.stop();
    }
    const shown = await machine.run('versions', 'rag');
    expect(shown.code, shown.error).toBe(0);
    expect(shown.out).toContain('v1');
    expect(shown.out).toContain('Staging');
    const refused = await machine.run(
      'promote',
      'rag',
      'v1',
      '--to',
      'Production',
      '--yes',
      '--confirm',
      'rag@Production',
    );
    expect(refused.code, refused.out + refused.error).toBe(8);
    const resolved = await machine.run('resolve', 'rag', '--json');
    expect(resolved.out).toContain('v1');
  });
});
