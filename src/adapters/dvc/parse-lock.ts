import type { Json } from '../../core/history/canonical-json.ts';
import type { JsonObject, Reading } from '../files/read-json.ts';
import type { DvcOutput } from './dvc-output.ts';
import { parseOutput } from './parse-output.ts';
import { parseYamlObject } from './read-yaml.ts';
import { isMapping, listOf, mappingOf, memberOf } from './yaml-fields.ts';

/** Largest `dvc.lock` that is read. */
export const lockLimitBytes = 8 * 1024 * 1024;

/** Most stages that are looked at. */
const maxStages = 5000;

/** A stage of the pipeline as it ran last. */
export type LockedStage = {
  /** As written; not safe to show. */
  readonly name: string;
  /** The command, several joined by ` && `; undefined where none is written. Not safe to show. */
  readonly command: string | undefined;
  readonly deps: readonly DvcOutput[];
  readonly outs: readonly DvcOutput[];
  /** By file of parameters: each parameter with its value then. */
  readonly params: JsonObject;
};

/** What `dvc.lock` says. */
export type DvcLock = {
  /** In the order of the file. */
  readonly stages: readonly LockedStage[];
  /** Outputs without a digest and stages that are none, in words, safe to show: they are left out. */
  readonly oddities: readonly string[];
};

/** A tree in which nothing ran yet. */
export const emptyLock: DvcLock = { stages: [], oddities: [] };

/**
 * The stages of a `dvc.lock` of format 2.0, and of the older one in which they stand at the top. What is wrong with one stage leaves the
 * others as they are. Pure.
 */
export function parseLock(bytes: Uint8Array): Reading<DvcLock> {
  const reading = parseYamlObject(bytes);
  if (!reading.ok) return reading.fault === 'empty' ? { ok: true, value: emptyLock } : reading;
  const { value: fields } = reading;
  const schema = memberOf(fields, 'schema');
  if (schema !== undefined && !/^2\./.test(String(schema)))
    return {
      ok: false,
      fault: 'malformed',
      problem: `of the format ${JSON.stringify(schema)}, which is not known`,
    };
  const stages = schema === undefined ? fields : mappingOf(memberOf(fields, 'stages'));
  const oddities: string[] = [];
  const found = Object.entries(stages)
    .slice(0, maxStages)
    .flatMap(([name, stage]) => parseStage(name, stage, oddities));
  if (Object.keys(stages).length > maxStages) oddities.push(`dvc.lock has more than ${maxStages} stages`);
  return { ok: true, value: { stages: found, oddities } };
}

function parseStage(name: string, stage: Json, oddities: string[]): readonly LockedStage[] {
  if (!isMapping(stage)) {
    oddities.push('a stage in dvc.lock is no mapping');
    return [];
  }
  return [
    {
      name,
      command: readCommand(memberOf(stage, 'cmd')),
      deps: readOutputs(memberOf(stage, 'deps'), []),
      outs: readOutputs(memberOf(stage, 'outs'), oddities),
      params: mappingOf(memberOf(stage, 'params')),
    },
  ];
}

function readCommand(value: Json | undefined): string | undefined {
  const lines = typeof value === 'string' ? [value] : listOf(value).filter(line => typeof line === 'string');
  const text = lines.map(line => line.trim().replace(/\s+/g, ' ')).join(' && ');
  return text === '' ? undefined : text;
}

/** What has no digest is not kept by DVC: a dependency of another kind, or an output that was not made. */
function readOutputs(value: Json | undefined, oddities: string[]): readonly DvcOutput[] {
  return listOf(value).flatMap(each => {
    const output = parseOutput(each, '');
    if (output.ok) return [output.value];
    oddities.push(`dvc.lock: ${output.problem}`);
    return [];
  });
}
