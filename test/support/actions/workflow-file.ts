import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** One step of a job or of a composite action. */
export type WorkflowStep = {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
};

export type WorkflowJob = {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly WorkflowStep[];
};

export type WorkflowInput = { readonly type: string; readonly default?: string | boolean };

export type WorkflowTrigger = {
  readonly inputs?: Readonly<Record<string, WorkflowInput>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
};

export type Workflow = {
  readonly on: Readonly<Record<string, WorkflowTrigger>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
};

export type ActionFile = {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly WorkflowStep[] };
};

const project = resolve(import.meta.dirname, '../../..');

/** The text of a file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

/** A workflow of docs/workflows. Its schema is judged elsewhere. */
export function readWorkflow(name: string): Workflow {
  return parse(readProjectFile(`docs/workflows/${name}`)) as Workflow;
}

/** The action at the top of the project. */
export function readAction(): ActionFile {
  return parse(readProjectFile('action.yml')) as ActionFile;
}
