import type { Json } from '../../core/history/canonical-json.ts';
import type { JsonObject, Reading } from '../files/read-json.ts';
import { joinPath } from './parse-output.ts';
import { parseYamlObject } from './read-yaml.ts';
import { isMapping, listOf, mappingOf, memberOf } from './yaml-fields.ts';

/** Largest `dvc.yaml` that is read. */
export const pipelineLimitBytes = 1024 * 1024;

/** A stage that `dvc.yaml` describes. */
export type PipelineStage = {
  /** As written; not safe to show. */
  readonly name: string;
  /** What it makes, from the top of the tree on. A path with a `${…}` that has no value is as written. */
  readonly outs: readonly string[];
};

/**
 * The stages of a `dvc.yaml`, with `${…}` replaced by the parameters. What DVC itself ran stands in `dvc.lock`; this says what it would
 * make next. Stages that are made from a list (`foreach`, `matrix`) are named, without what they make. Pure.
 */
export function parsePipeline(bytes: Uint8Array, params: JsonObject): Reading<readonly PipelineStage[]> {
  const reading = parseYamlObject(bytes);
  if (!reading.ok) return reading;
  const stages = mappingOf(memberOf(reading.value, 'stages'));
  const value = Object.entries(stages).map(([name, stage]): PipelineStage => {
    const fields = isMapping(stage) ? stage : {};
    const made = [...listOf(memberOf(fields, 'outs')), ...listOf(memberOf(fields, 'metrics'))];
    const outs = made.flatMap(readPath).map(path => joinPath('', resolveTemplate(path, params)));
    return { name, outs };
  });
  return { ok: true, value };
}

/** A path, or a mapping from it to its settings. */
function readPath(value: Json): readonly string[] {
  if (typeof value === 'string') return [value.trim()];
  return isMapping(value) ? Object.keys(value).slice(0, 1) : [];
}

/** A text with each `${a.b}` replaced by the parameter of that name, where it is a text, a number or a truth value. Pure. */
export function resolveTemplate(text: string, params: JsonObject): string {
  return text.replace(/\$\{\s*([\w.-]+)\s*\}/g, (whole, name: string) => {
    const value = findParameter(params, name.split('.'));
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : whole;
  });
}

function findParameter(params: JsonObject, names: readonly string[]): Json | undefined {
  let value: Json | undefined = params;
  for (const name of names) value = isMapping(value) ? memberOf(value, name) : undefined;
  return value;
}
