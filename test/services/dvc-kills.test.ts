import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choosePoints, createPuller, listCalls, type Puller, runUntil } from './dvc-kills.ts';
import { mergedWeights, type Run } from './dvc-pipeline.ts';
import { copyProject, type DvcProject, type DvcTemplate, digestOf } from './dvc-project.ts';
import { createReadyTemplate, first, openAnna, second } from './dvc-ready.ts';
import { hasTool, tools } from './tools.ts';

const pointer = 'models/hf/stable/qwen.dvc';
const confirmed = ['--yes', '--confirm', 'qwen@stable', '--reason', 'INC-7'];
const promotion = ['promote', 'qwen', 'run-002', '--to', 'stable', ...confirmed];
const rollback = ['rollback', 'qwen', '--to', 'run-001', ...confirmed];

/** What is swept: an act in a project, and the runs that are stable before it and after it. */
type Sweep = {
  readonly world: DvcProject;
  readonly argv: readonly string[];
  readonly from: Run;
  readonly to: Run;
};

/** Runs it whole. Gives its calls, and what asks for the bytes of either pointer. */
async function runWhole({ world, argv, from, to }: Sweep) {
  const before = digestOf(openAnna(world).read(pointer));
  const project = copyProject(world);
  const anna = openAnna(project);
  const finished = await runUntil(anna, 0, argv);
  expect(finished.code, finished.out + finished.error).toBe(0);
  const after = digestOf(anna.read(pointer));
  const known = new Map([
    [before, mergedWeights(from)],
    [after, mergedWeights(to)],
  ]);
  const puller = createPuller('qwen', known);
  expect(await puller.requirePull(project)).toBe(after);
  return { calls: listCalls(anna), puller, after };
}

/** What must hold once lastgood has run again. */
async function requireOrder(project: DvcProject, live: string): Promise<void> {
  const anna = openAnna(project);
  expect(digestOf(anna.read(pointer))).toBe(live);
  expect(await anna.git('status', '--short', '--untracked-files=no')).toBe('');
  expect(await anna.git('for-each-ref', 'refs/lastgood')).toBe('');
  const tip = await anna.git('ls-remote', '--quiet', 'origin', 'main');
  expect(tip).toContain(await anna.git('rev-parse', 'HEAD'));
  const journals = readdirSync(join(anna.folder, '.lastgood/operations'));
  expect(journals.filter(name => name.endsWith('.json'))).toEqual([]);
  await anna.runWell('history', 'qwen', '--verify');
}

/** Kills the act and looks; then lets the next start of lastgood bring all in order: doctor, or the same act again. */
async function killAndRecover(
  { world, argv }: Sweep,
  number: number,
  { puller, after }: { readonly puller: Puller; readonly after: string },
): Promise<void> {
  const project = copyProject(world);
  const anna = openAnna(project);
  const killed = await runUntil(anna, number, argv);
  expect(killed.code, killed.out + killed.error).toBeNull();
  const published = await puller.requirePull(project);
  expect(puller.digests).toContain(digestOf(anna.read(pointer)));
  const isByDoctor = number % 2 === 0;
  await anna.runWell(...(isByDoctor ? ['doctor'] : argv));
  const live = await puller.requirePull(project);
  // What was cut off before others saw it has not happened.
  expect(live).toBe(isByDoctor ? published : after);
  await requireOrder(project, live);
  // A pointer that dvc was pushing by is left to doctor.
  if (isByDoctor) expect(await anna.git('status', '--short')).toBe('');
}

async function sweep(subject: Sweep): Promise<void> {
  const whole = await runWhole(subject);
  const points = choosePoints(whole.calls);
  const failures: string[] = [];
  for (const { number, call } of points)
    await killAndRecover(subject, number, whole).catch((thrown: Error) =>
      failures.push(`before ${number} (${call}): ${thrown.message}`),
    );
  const states = `${whole.puller.states()} states of both remotes were pulled`;
  process.stdout.write(
    `${subject.argv[0]}: killed at ${points.length} of ${whole.calls.length} calls, ${states}\n`,
  );
  expect(failures).toEqual([]);
  expect(points.length).toBeGreaterThan(10);
}

describe.skipIf(!hasTool(tools.dvc))(
  'killed before a call, everybody can pull what is stable, and the next start brings all in order',
  () => {
    let template: DvcTemplate;
    beforeAll(async () => {
      template = await createReadyTemplate();
    }, 600_000);
    afterAll(() => template?.remove());

    test('a promotion', { timeout: 1_800_000 }, async () => {
      await sweep({ world: template.copy(), argv: promotion, from: first, to: second });
    });

    test('a rollback', { timeout: 1_800_000 }, async () => {
      const world = template.copy();
      await openAnna(world).runWell(...promotion);
      await sweep({ world, argv: rollback, from: second, to: first });
    });
  },
);
