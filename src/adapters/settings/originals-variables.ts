import { join } from 'node:path';
import type { Variables } from '../../core/settings/read-environment.ts';
import { findErrno } from '../files/file-errors.ts';
import { readTextFile } from '../files/read-text-file.ts';

/** Variables of the original programs that are honoured, from the environment and from `.env` in the working folder. */
const originalsVariables = [
  'MODEL_REGISTRY_DIR',
  'MODEL_REGISTRY_FILE',
  'MODEL_REGISTRY_CACHE',
  'MLFLOW_TRACKING_URI',
  'MLFLOW_EXPERIMENT_NAME',
  'MODEL_NAME',
  'LLAMA_MODEL_PATH',
  'RESULTS_DIR',
  'RAG_CONFIG_PATH',
  'PROJECT_ROOT',
  'FEEDBACK_FILE',
] as const;

/** Variables of the services that are published to, which S1 keeps in a `.env`. */
const serviceVariables = [
  'HF_TOKEN',
  'HUGGINGFACE_HUB_TOKEN',
  'HUGGING_FACE_HUB_TOKEN',
  'HF_ENDPOINT',
] as const;

/** Largest `.env` that is read. */
const limitBytes = 64 * 1024;

/**
 * The environment with what `.env` in the working folder adds: only variables of the originals and of services, and only those the
 * environment does not set. A `.env` that cannot be read adds nothing, as in the originals.
 */
export async function addDotEnv(variables: Variables, workingFolder: string): Promise<Variables> {
  const text = await readTextFile(join(workingFolder, '.env'), limitBytes).catch((thrown: unknown) => {
    if (findErrno(thrown) === undefined) throw thrown;
    return undefined;
  });
  if (text === undefined) return variables;
  const found = parseDotEnv(text);
  const added = [...originalsVariables, ...serviceVariables].flatMap(name => {
    const value = variables[name] || found[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...variables, ...Object.fromEntries(added) };
}

/** The variables of the originals and nothing else, from the environment and `.env` in the working folder. */
export async function findOriginalsVariables(
  variables: Variables,
  workingFolder: string,
): Promise<Variables> {
  const all = await addDotEnv(variables, workingFolder);
  return Object.fromEntries(originalsVariables.map(name => [name, all[name] || undefined]));
}

/**
 * What a `.env` says: `NAME=value`, `export` before it and a comment after it allowed, quotes around it dropped. The last line
 * about a name counts. Nothing is expanded. Pure.
 */
export function parseDotEnv(text: string): Variables {
  const form =
    /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=[ \t]*(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|([^#\r\n]*?))[ \t]*(?:\s#.*)?$/;
  const pairs = text.split(/\r?\n/).flatMap(line => {
    const [, name, single, double, plain] = form.exec(line) ?? [];
    if (name === undefined) return [];
    return [[name, single ?? double?.replace(/\\(["\\$])/g, '$1') ?? plain ?? ''] as const];
  });
  return Object.fromEntries(pairs);
}
