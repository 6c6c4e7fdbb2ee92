import type { Adoption } from '../../core/registry/registry-index.ts';

/** Why nothing can be written to a registry, for people; nothing where it can. Pure. */
export function printAdoption(adoption: Adoption): readonly string[] {
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
