import type { WorkingTree } from './working-tree.ts';

/** A run of a family, as `params.yaml` names them. */
export type Run = { readonly family: string; readonly run: string };

/** Where DVC keeps the merged model of a run. */
export function mergedFolder({ family, run }: Run): string {
  return `models/hf/candidates/${family}/${run}_merged`;
}

/** The bytes of the model that merging a run gives. */
export function mergedWeights(run: Run): string {
  return `merged ${adapterWeights(run)}`;
}

/** The bytes that training a run leaves. */
export function adapterWeights({ family, run }: Run): string {
  return `adapter ${run} of ${family}\n`;
}

/** The stages of S4's document that give files, each with a shell command in place of its program, and one family at a time as there. */
export const pipeline = `vars:
  - params.yaml

stages:
  merge:
    cmd: >
      mkdir -p models/hf/candidates/\${family}/\${run_name}_merged &&
      sed "s/^/merged /" models/hf/wip/\${family}/\${run_name}/adapter.safetensors
      > models/hf/candidates/\${family}/\${run_name}_merged/model.safetensors &&
      echo "{}" > models/hf/candidates/\${family}/\${run_name}_merged/config.json
    deps:
      - models/hf/wip/\${family}/\${run_name}
    outs:
      - models/hf/candidates/\${family}/\${run_name}_merged

  gguf:
    cmd: >
      mkdir -p models/gguf/\${family} &&
      cat models/hf/candidates/\${family}/\${run_name}_merged/model.safetensors
      > models/gguf/\${family}/\${run_name}_full.gguf
    deps:
      - models/hf/candidates/\${family}/\${run_name}_merged
    outs:
      - models/gguf/\${family}/\${run_name}_full.gguf

  eval_ci:
    cmd: >
      mkdir -p metrics/\${family} &&
      echo '{"loss": 0.52, "perplexity": 1.68, "examples": 200}' > metrics/\${family}/\${run_name}.json
    deps:
      - models/hf/candidates/\${family}/\${run_name}_merged
    metrics:
      - metrics/\${family}/\${run_name}.json:
          cache: false

  docker:
    cmd: mkdir -p .ci && echo lovefadia/llm-dev:\${family}-\${run_name} > .ci/image_\${family}_\${run_name}.txt
    deps:
      - models/gguf/\${family}/\${run_name}_full.gguf
    outs:
      - .ci/image_\${family}_\${run_name}.txt:
          cache: false
`;

/** The document's steps 2 and 3 up to promoting: a family and a run in `params.yaml`, and the adapter that training leaves; all pushed. */
export async function trainAdapter(tree: WorkingTree, run: Run): Promise<void> {
  await leaveAdapter(tree, run);
  await tree.dvc('push', '--quiet');
}

async function leaveAdapter(tree: WorkingTree, run: Run): Promise<void> {
  tree.write('params.yaml', `# ─── run identifier ───\nfamily:   ${run.family}\nrun_name: ${run.run}\n`);
  const folder = `models/hf/wip/${run.family}/${run.run}`;
  tree.write(`${folder}/adapter.safetensors`, adapterWeights(run));
  await tree.dvc('add', '--quiet', folder);
  await publish(tree, `train ${run.run} of ${run.family}`);
}

/** The document's step 4, for the run of `params.yaml`: everything the pipeline makes, pushed. `dvc.lock` names that run alone. */
export async function runPipeline(tree: WorkingTree): Promise<void> {
  await tree.dvc('repro', '--quiet');
  await publish(tree, 'run the pipeline');
  await tree.dvc('push', '--quiet');
}

/** Both, one after the other, and one push of all that came of it. */
export async function trainRun(tree: WorkingTree, run: Run): Promise<void> {
  await leaveAdapter(tree, run);
  await runPipeline(tree);
}

/** The same, with the files on this machine only: others see the run and cannot pull it. */
export async function trainRunAlone(tree: WorkingTree, run: Run): Promise<void> {
  await leaveAdapter(tree, run);
  await tree.dvc('repro', '--quiet');
  await publish(tree, 'run the pipeline');
}

async function publish(tree: WorkingTree, message: string): Promise<void> {
  await tree.git('add', '--all');
  await tree.git('commit', '--quiet', '-m', message);
  await tree.git('push', '--quiet');
}
