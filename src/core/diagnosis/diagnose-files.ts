import type { LineageReading } from '../ports/lineage.ts';
import { describeRemoved } from '../registry/model-status.ts';
import type { ModelIndex, RegistryIndex } from '../registry/registry-index.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import type { Finding } from './finding.ts';

/** What keeps this lastgood from writing at all. Pure. */
export function diagnoseRegistry(index: RegistryIndex): readonly Finding[] {
  const subject = `${ownFolderOf(index)}/registry.json`;
  switch (index.adoption) {
    case 'too-new':
      return [
        {
          subject,
          state: 'damaged',
          message: 'was written by a newer lastgood; this one only reads',
          hint: 'Install a newer lastgood.',
        },
      ];
    case 'unreadable':
      return [
        {
          subject,
          state: 'damaged',
          message: 'cannot be read; nothing is written until it is restored',
          hint: 'Restore it from a backup.',
        },
      ];
    case 'never-written':
      return index.models.some(hasHistory)
        ? [
            {
              subject,
              state: 'damaged',
              message: 'is missing, and there is a history',
              hint: 'Restore it from a backup; else the next write makes a new one.',
            },
          ]
        : [];
    case 'adopted':
      return [];
    default:
      return index.adoption satisfies never;
  }
}

/** What is read and never written, or cannot be read. The file of another program is whole: nothing is to be done about it. Pure. */
export function diagnoseFile({ kind, unwritable, removedFile }: RegistryIndex): readonly Finding[] {
  if (removedFile !== undefined) {
    const message = describeRemoved(removedFile);
    return [{ subject: removedFile, state: 'repairable', message, hint: 'Run lastgood doctor.' }];
  }
  if (unwritable === undefined) return [];
  const { code, problem, hint, repair } = unwritable;
  const whole = code === 'capability-missing' ? 'note' : 'damaged';
  const state = repair === 'doctor' ? 'repairable' : whole;
  const subject = kind === 'catalog' ? 'the file of models' : 'the registry';
  return [{ subject, state, message: problem.replace(/\.$/, ''), hint }];
}

/** A file of lineage that cannot be read stops every registration. Pure. */
export function diagnoseLineage(
  { unwritable }: RegistryIndex,
  lineage: LineageReading | undefined,
): readonly Finding[] {
  if (lineage?.problem === undefined) return [];
  const { target: subject, problem, rows, repair } = lineage;
  const message = withoutFullStop(problem);
  if (rows.length > 0 || unwritable?.code === 'capability-missing')
    return [{ subject, state: 'note', message, hint: '' }];
  if (repair === 'doctor') {
    const hint = 'Run lastgood doctor to put it back, or restore it from a backup.';
    return [{ subject, state: 'repairable', message, hint }];
  }
  const hint = 'Restore it from a backup, or move it away: the next registration makes a new one.';
  return [{ subject, state: 'damaged', message, hint }];
}

/** Whether anything of a model's history is there. Pure. */
export function hasHistory({ entries, defects }: ModelIndex): boolean {
  return entries.length > 0 || defects.length > 0;
}

/** Name of our own folder in the registry. Pure. */
export function ownFolderOf({ ownFolder = '.lastgood' }: Pick<RegistryIndex, 'ownFolder'>): string {
  return ownFolder;
}
