import { existsSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { type Contexts, fillIn, holds } from './expression.ts';
import { runScript } from './run-script.ts';
import { readAction, type WorkflowStep } from './workflow-file.ts';

/** The machine of one job: what its steps share. */
export type JobMachine = {
  /** The checkout. */
  readonly workspace: string;
  readonly temporary: string;
  /** Variables of the process and of the job. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the actions of others do, by name without their version; one that is not here fails the test. */
  readonly foreign: Readonly<
    Record<string, (inputs: Inputs, machine: JobMachine) => Readonly<Record<string, string>>>
  >;
};

type Inputs = Readonly<Record<string, string>>;

/** What became of a step. */
export type StepEnd = {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly errors: readonly string[];
  readonly log: string;
};

export type StepsEnd = {
  readonly failed: boolean;
  readonly steps: readonly StepEnd[];
  readonly contexts: Contexts;
};

type Running = {
  variables: Record<string, string>;
  path: string[];
  failed: boolean;
  steps: Record<string, unknown>;
};

const project = resolve(import.meta.dirname, '../../..');

/**
 * The checkout of the action as the runner has it, built already. Its own folder: what installs the action, were it ever run by a test,
 * must not find the project's packages.
 */
function createActionFolder(): string {
  const folder = createTemporaryFolder();
  if (!existsSync(join(project, 'dist/lastgood.js')))
    throw new Error('dist/lastgood.js is not there: the build failed');
  for (const name of ['dist', 'scripts']) symlinkSync(join(project, name), join(folder, name));
  return folder;
}

const skipped = { outputs: {}, summary: '', errors: [], log: '' } as const;

/** Runs steps one after the other as the runner does: a failed one stops those that do not ask to run all the same. */
export function runSteps(
  steps: readonly WorkflowStep[],
  contexts: Contexts,
  machine: JobMachine,
  inherited: Readonly<Record<string, string>> = {},
): StepsEnd {
  const running: Running = {
    variables: { ...machine.variables, ...inherited },
    path: [],
    failed: false,
    steps: {},
  };
  const ends = steps.map(step => {
    const now = { ...contexts, steps: running.steps, env: running.variables };
    const end = runStep(step, now, machine, running);
    if (end.outcome === 'failure') running.failed = true;
    if (step.id !== undefined)
      running.steps[step.id] = { outputs: end.outputs, outcome: end.outcome, conclusion: end.outcome };
    return end;
  });
  return { failed: running.failed, steps: ends, contexts: { ...contexts, steps: running.steps } };
}

function runStep(step: WorkflowStep, contexts: Contexts, machine: JobMachine, running: Running): StepEnd {
  const name = step.name ?? step.uses ?? step.run ?? '';
  if (!holds(step.if, contexts, { failed: running.failed, cancelled: false }))
    return { name, outcome: 'skipped', ...skipped };
  const own = fillAll(step.env ?? {}, contexts);
  const variables = { ...running.variables, ...own };
  if (step.uses !== undefined) {
    const inputs = fillAll(step.with ?? {}, contexts);
    return step.uses.startsWith('OWNER/lastgood@')
      ? { name, ...runOwnAction(inputs, contexts, machine, { variables, running }) }
      : { name, ...runForeign(step.uses, inputs, machine) };
  }
  const script = runScript({
    text: fillIn(step.run ?? '', contexts),
    shell: step.shell,
    folder: machine.workspace,
    variables,
    path: running.path,
  });
  Object.assign(running.variables, script.environment);
  running.path.push(...script.path);
  return { name, outcome: script.exitCode === 0 ? 'success' : 'failure', ...script };
}

function fillAll(
  texts: Readonly<Record<string, string | number | boolean>>,
  contexts: Contexts,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, fillIn(String(text), contexts)]),
  );
}

function runForeign(uses: string, inputs: Inputs, machine: JobMachine) {
  const act = machine.foreign[uses.replace(/@.*$/, '')];
  if (act === undefined) throw new Error(`What ${uses} does is not known here.`);
  return { outcome: 'success', ...skipped, outputs: act(inputs, machine) } as const;
}

/** The action of this project: a composite one, whose steps see the action's inputs and nothing of the job's steps. */
function runOwnAction(
  given: Inputs,
  { github, runner }: Contexts,
  machine: JobMachine,
  { variables, running }: { readonly variables: Readonly<Record<string, string>>; readonly running: Running },
): Omit<StepEnd, 'name'> {
  const action = readAction();
  const unknown = Object.keys(given).filter(name => action.inputs[name] === undefined);
  if (unknown.length > 0) throw new Error(`The action has no input ${unknown.join(', ')}.`);
  const defaults = Object.entries(action.inputs).map(([name, { default: value }]) => [name, value ?? '']);
  const inputs = { ...Object.fromEntries(defaults), ...given } as Inputs;
  const inner = runSteps(action.runs.steps, { inputs, github, runner }, machine, {
    ...variables,
    GITHUB_ACTION_PATH: createActionFolder(),
  });
  running.path.push(`${machine.temporary}/lastgood/bin`);
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [
    name,
    fillIn(value, inner.contexts),
  ]);
  return {
    outcome: inner.failed ? 'failure' : 'success',
    outputs: Object.fromEntries(outputs),
    summary: inner.steps.map(step => step.summary).join(''),
    errors: inner.steps.flatMap(step => step.errors),
    log: inner.steps.map(step => step.log).join(''),
  };
}

/** The outputs of a job, from its steps. */
export function readOutputs(
  outputs: Readonly<Record<string, string>> | undefined,
  contexts: Contexts,
): Inputs {
  return fillAll(outputs ?? {}, contexts);
}
