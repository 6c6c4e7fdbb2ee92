import type { RegistryIndex } from '../../../core/registry/registry-index.ts';
import { withoutFullStop } from '../../../core/text/full-stop.ts';

/** At most this many lines are spent on the registry as a whole. */
const maxProblems = 2;

/** What is wrong with the registry as a whole, one sentence each, worst first. Pure; empty when nothing is. */
export function registryProblems(index: RegistryIndex): readonly string[] {
  const shared = index.sharedProblems.flatMap(({ target, reading }): readonly string[] => {
    switch (reading.state) {
      case 'unusable':
        return [`${target} cannot be used: ${reading.problem}.`];
      case 'dangling':
        return [`${target} names ${reading.text}, which does not exist.`];
      case 'names':
      case 'absent':
        return [];
      default:
        return reading satisfies never;
    }
  });
  const { unwritable } = index;
  const why =
    unwritable === undefined ? [] : [`READ-ONLY: ${withoutFullStop(unwritable.problem)}. ${unwritable.hint}`];
  return [...why, ...describeAdoption(index.adoption), ...shared].slice(0, maxProblems);
}

function describeAdoption(adoption: RegistryIndex['adoption']): readonly string[] {
  switch (adoption) {
    case 'too-new':
      return ['A newer lastgood wrote here; this one may only read.'];
    case 'unreadable':
      return ['.lastgood/registry.json cannot be read; nothing is written until it is restored.'];
    case 'never-written':
    case 'adopted':
      return [];
    default:
      return adoption satisfies never;
  }
}
