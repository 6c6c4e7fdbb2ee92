import { findSaidVersion, type PointerMismatch } from '../history/adoption.ts';
import type { Concern } from './model-status.ts';
import type { ModelIndex, PointerReading } from './registry-index.ts';

/** A pointer that says something else than the history, and what it means. Pure. */
export function describeMismatch({ pointer, expected, cause }: PointerMismatch): Concern {
  const { target, reading, recordedFor } = pointer;
  const recorded = recordedFor === undefined ? (expected ?? 'nothing') : `it is of ${recordedFor}`;
  switch (cause) {
    case 'blocked':
      return {
        severity: 'critical',
        kind: 'pointer-blocked',
        message: `${target} cannot be used: ${reading.state === 'unusable' ? reading.problem : reading.state}`,
      };
    case 'drift': {
      const message = `${target} says ${describeReading(reading)}, history says ${recorded}`;
      return { severity: 'critical', kind: 'drift', message };
    }
    case 'stale': {
      const says = reading.state === 'names' ? `says ${reading.version}` : `is ${reading.state}`;
      return {
        severity: 'warning',
        kind: 'stale-pointer',
        message: `${target} ${says}, history says ${recorded}`,
      };
    }
    case 'news': {
      const message = `${pointer.alias} moved to ${findSaidVersion(reading) ?? 'nothing'} outside lastgood, was ${recorded}`;
      return { severity: 'warning', kind: 'news', message };
    }
    default:
      return cause satisfies never;
  }
}

/** What a pointer says, for people: a version, several that are all live, or what is wrong with it. Pure. */
export function describeReading(reading: PointerReading): string {
  if (reading.state !== 'names') return reading.state;
  const others = reading.others ?? [];
  return others.length === 0 ? reading.version : `${[...others, reading.version].join(' and ')} at once`;
}

/** Pointers that cannot be used, of a model that has no history. Pure. */
export function describeFoundPointers(index: ModelIndex): readonly Concern[] {
  return index.pointers.flatMap(({ target, reading }): readonly Concern[] => {
    if (reading.state === 'dangling') {
      return [
        {
          severity: 'critical',
          kind: 'dangling',
          message: `${target} names ${reading.text}, which does not exist`,
        },
      ];
    }
    if (reading.state === 'unusable') {
      return [
        {
          severity: 'critical',
          kind: 'pointer-blocked',
          message: `${target} cannot be used: ${reading.problem}`,
        },
      ];
    }
    return [];
  });
}

/** History that is not there though lastgood has written to this registry and a pointer stands that no original tool makes. Pure. */
export function describeMissingHistory({ pointers, defects }: ModelIndex): readonly Concern[] {
  const own = pointers.find(pointer => pointer.scope === 'own');
  if (own === undefined || defects.length > 0) return [];
  return [
    {
      severity: 'critical',
      kind: 'no-history',
      message: `no history yet though ${own.target} stands: it was lost, or another program made that`,
    },
  ];
}
