import type { RegistryIndex } from '../../core/registry/registry-index.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';

/** Why nothing can be written to a registry, for people; nothing where it can. Pure. */
export function printAdoption({
  adoption,
  unwritable,
}: Pick<RegistryIndex, 'adoption' | 'unwritable'>): readonly string[] {
  if (unwritable !== undefined)
    return [`!! Read-only: ${withoutFullStop(unwritable.problem)}. ${unwritable.hint}`];
  switch (adoption) {
    case 'too-new':
      return ['!! Read-only: a newer lastgood wrote this registry. Install that to change it.'];
    case 'unreadable':
      return ['!! Read-only: .lastgood/registry.json cannot be read. Restore it from a backup.'];
    case 'adopted':
    case 'never-written':
      return [];
    default:
      return adoption satisfies never;
  }
}
