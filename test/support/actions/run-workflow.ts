import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { compileCacheVariables } from '../compiled-once.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { type Contexts, fillIn, holds } from './expression.ts';
import { type JobMachine, readOutputs, runSteps, type StepEnd } from './run-steps.ts';
import { readWorkflow, type Workflow, type WorkflowJob } from './workflow-file.ts';

export type JobEnd = {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepEnd[];
  readonly summary: string;
  readonly errors: readonly string[];
  readonly log: string;
};

export type WorkflowEnd = {
  readonly jobs: Readonly<Record<string, JobEnd>>;
  /** Of workflow_call. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Names of the files of each artifact. */
  readonly artifacts: Readonly<Record<string, readonly string[]>>;
  /** Folder with a folder for each artifact. */
  readonly artifactFolder: string;
};

export type WorkflowRun = {
  readonly trigger: 'workflow_dispatch' | 'workflow_call';
  readonly inputs: Readonly<Record<string, string | boolean>>;
  readonly registry: string;
  /** What is checked out, for every job anew: written by the test. */
  readonly fillCheckout?: (workspace: string) => void;
  /** Artifacts of earlier runs, by name: written by the test. */
  readonly artifacts?: Readonly<Record<string, (folder: string) => void>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Between two jobs, such as what somebody else does meanwhile. */
  readonly afterJob?: (job: string) => void;
};

/**
 * Runs a workflow of docs/workflows: every job on a machine of its own, with a fresh checkout, in the order of `needs`. What the actions of
 * others do is done here; the project's own action and every script run for real.
 */
export function runWorkflow(name: string, run: WorkflowRun): WorkflowEnd {
  const workflow = readWorkflow(name);
  const artifactFolder = createTemporaryFolder();
  for (const [artifact, fill] of Object.entries(run.artifacts ?? {})) {
    mkdirSync(join(artifactFolder, artifact));
    fill(join(artifactFolder, artifact));
  }
  const trigger = workflow.on[run.trigger];
  if (trigger === undefined) throw new Error(`${name} is not run by ${run.trigger}.`);
  const defaults = Object.entries(trigger.inputs ?? {}).map(([input, row]) => [
    input,
    row.default ?? (row.type === 'boolean' ? false : ''),
  ]);
  const contexts = {
    inputs: { ...Object.fromEntries(defaults), ...run.inputs },
    github: { token: 'ghs_of-the-job', repository: 'acme/models' },
    vars: { MODEL_REGISTRY_DIR: run.registry },
    secrets: run.secrets ?? {},
  };
  const jobs: Record<string, JobEnd> = {};
  for (const [id, job] of orderJobs(workflow)) {
    jobs[id] = runJob(workflow, job, { ...contexts, needs: jobs }, { artifactFolder, run });
    run.afterJob?.(id);
  }
  const outputs = Object.entries(workflow.on['workflow_call']?.outputs ?? {});
  return {
    jobs,
    outputs: Object.fromEntries(outputs.map(([output, { value }]) => [output, fillIn(value, { jobs })])),
    artifacts: Object.fromEntries(
      readdirSync(artifactFolder).map(each => [each, readdirSync(join(artifactFolder, each)).sort()]),
    ),
    artifactFolder,
  };
}

type RunPlace = { readonly artifactFolder: string; readonly run: WorkflowRun };

function runJob(
  workflow: Workflow,
  job: WorkflowJob,
  shared: Contexts & { needs: Record<string, JobEnd> },
  place: RunPlace,
): JobEnd {
  const needed = listNeeds(job);
  const contexts = { ...shared, needs: Object.fromEntries(needed.map(id => [id, shared.needs[id]])) };
  const failed = needed.some(id => shared.needs[id]?.result !== 'success');
  if (!holds(job.if, contexts, { failed, cancelled: false }))
    return { result: 'skipped', outputs: {}, steps: [], summary: '', errors: [], log: '' };
  const machine = createMachine(workflow, job, contexts, place);
  const all = { ...contexts, runner: { temp: machine.temporary } };
  const end = runSteps(job.steps, all, machine);
  return {
    result: end.failed ? 'failure' : 'success',
    outputs: readOutputs(job.outputs, end.contexts),
    steps: end.steps,
    summary: end.steps.map(step => step.summary).join(''),
    errors: end.steps.flatMap(step => step.errors),
    log: end.steps.map(step => step.log).join(''),
  };
}

function createMachine(
  workflow: Workflow,
  job: WorkflowJob,
  contexts: Contexts,
  { artifactFolder, run }: RunPlace,
): JobMachine {
  const [workspace, temporary, home] = [
    createTemporaryFolder(),
    createTemporaryFolder(),
    createTemporaryFolder(),
  ];
  const own = Object.entries({ ...workflow.env, ...job.env }).map(([name, text]) => [
    name,
    fillIn(text, contexts),
  ]);
  // The Node that setup-node would have put there.
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  return {
    workspace,
    temporary,
    variables: {
      ...{
        PATH: path,
        LANG: 'C.UTF-8',
        HOME: home,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTOR: 'octocat',
        RUNNER_TEMP: temporary,
      },
      ...compileCacheVariables(),
      ...{ GITHUB_WORKSPACE: workspace, GITHUB_REPOSITORY: 'acme/models' },
      ...Object.fromEntries(own),
    },
    foreign: {
      'actions/checkout': () => {
        run.fillCheckout?.(workspace);
        return {};
      },
      'actions/setup-node': () => ({}),
      'google-github-actions/auth': () => ({}),
      'actions/download-artifact': ({ name = '' }) => {
        const from = join(artifactFolder, name);
        if (!existsSync(from)) throw new Error(`There is no artifact ${name}.`);
        cpSync(from, workspace, { recursive: true });
        return {};
      },
      'actions/upload-artifact': ({ name = '', path = '' }) => {
        for (const line of path.split('\n').filter(each => each.trim() !== ''))
          upload(line.trim(), workspace, join(artifactFolder, name));
        return {};
      },
    },
  };
}

/** Copies a file, or `*.json` of a folder; what is not there is left out. */
function upload(pattern: string, workspace: string, to: string): void {
  const path = pattern.startsWith('/') ? pattern : join(workspace, pattern);
  const folder = dirname(path);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const wanted = names.filter(name =>
    basename(path) === '*.json' ? name.endsWith('.json') : name === basename(path),
  );
  if (wanted.length > 0) mkdirSync(to, { recursive: true });
  for (const name of wanted) cpSync(join(folder, name), join(to, name));
}

function listNeeds({ needs = [] }: WorkflowJob): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}

/** Jobs after those they need; the files are written in that order. @throws Error where they are not */
function orderJobs({ jobs }: Workflow): readonly (readonly [string, WorkflowJob])[] {
  const entries = Object.entries(jobs);
  for (const [place, [id, job]] of entries.entries()) {
    const before = entries.slice(0, place).map(([other]) => other);
    if (!listNeeds(job).every(need => before.includes(need)))
      throw new Error(`${id} stands before what it needs.`);
  }
  return entries;
}
