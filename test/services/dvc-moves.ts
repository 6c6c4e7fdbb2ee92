import type { DvcMachine } from './dvc-machine.ts';
import type { Run } from './dvc-pipeline.ts';
import type { WorkingTree } from './working-tree.ts';

/** Makes a run stable as the document has it: a candidate first. Bytes are brought to where the pointers say. */
export async function promote(machine: DvcMachine, { family, run }: Run): Promise<void> {
  await machine.runWell('promote', family, run, '--to', 'candidate', '--yes');
  await machine.runWell('promote', family, run, '--to', 'stable', '--yes', '--confirm', `${family}@stable`);
  await machine.dvc('pull', '--quiet');
}

/** Takes a family back to what was stable before. */
export async function rollBack(machine: DvcMachine, family: string, reason: string): Promise<void> {
  const confirmed = ['--yes', '--confirm', `${family}@stable`];
  await machine.runWell('rollback', family, '--previous', '--reason', reason, ...confirmed);
}

/** The way of the document to have the stable model of a family: fetch the pointers, then what they name. */
export async function pullStable(machine: WorkingTree, family: string): Promise<string> {
  await machine.git('pull', '--quiet', '--ff-only');
  await machine.dvc('pull', '--quiet', `models/hf/stable/${family}.dvc`);
  return machine.read(`models/hf/stable/${family}/model.safetensors`);
}
