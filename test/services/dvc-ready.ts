import { type DvcMachine, openClone, openDvcMachine } from './dvc-machine.ts';
import { promote } from './dvc-moves.ts';
import { type Run, trainRunAlone } from './dvc-pipeline.ts';
import { createDvcTemplate, type DvcProject, type DvcTemplate } from './dvc-project.ts';

/** The runs of the family qwen in a project of {@link createReadyTemplate}. */
export const [first, second]: readonly [Run, Run] = [
  { family: 'qwen', run: 'run-001' },
  { family: 'qwen', run: 'run-002' },
];

/** A project that Anna has a clone of: the first run is stable by lastgood; the second is made, and its files are on her machine only. */
export function createReadyTemplate(): Promise<DvcTemplate> {
  return createDvcTemplate([first], async project => {
    const anna = await openClone(project, 'anna');
    await promote(anna, first);
    await trainRunAlone(anna, second);
  });
}

/** Anna at her clone. */
export function openAnna(project: DvcProject): DvcMachine {
  return openDvcMachine(project.reopen('anna'), 'anna');
}
