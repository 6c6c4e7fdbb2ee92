import type { ModelIndex, Namesake } from './registry-index.ts';

/** The alias with the name of a stage that is on a version; undefined where none is. Pure. */
export function findNamesake(
  { namesakes = [] }: Pick<ModelIndex, 'namesakes'>,
  version: string,
): Namesake | undefined {
  return namesakes.find(namesake => namesake.version === version);
}

/** An alias with the name of a stage, for people, told apart from that. Pure. */
export function describeNamesake({ alias, target, version }: Namesake): string {
  return `the alias ${alias} of MLflow (${target}) is on ${version}, besides the stage ${alias}`;
}
