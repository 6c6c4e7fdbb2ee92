import type { PointerMismatch } from '../history/adoption.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { describeReading } from '../registry/pointer-concerns.ts';
import type { RegistryIdentity } from '../registry/registry-index.ts';
import type { RegistryEvent } from './event.ts';

/** What an event of drift says beside what was found. */
export type DriftFacts = {
  readonly registry: RegistryIdentity;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Who looked. */
  readonly actor: string;
  /** Hex digest of a text's UTF-8. */
  readonly sha256: (text: string) => string;
};

/** An event for each pointer of a model that another program moved; the same finding has the same id whenever it is looked at. Pure. */
export function describeDrift(status: ModelStatus, facts: DriftFacts): readonly RegistryEvent[] {
  return status.mismatches
    .filter(({ cause }) => cause === 'drift')
    .map(mismatch => describeMoved(mismatch, status, facts));
}

function describeMoved(
  { pointer, expected }: PointerMismatch,
  { index: { model }, recorded }: ModelStatus,
  { registry, now, actor, sha256 }: DriftFacts,
): RegistryEvent {
  const found = describeReading(pointer.reading);
  const place = [registry.place, model, pointer.target, recorded.generation, expected ?? null, found];
  const operationId = sha256(JSON.stringify(place)).slice(0, 32);
  const said = expected ?? 'nothing';
  return {
    format: 1,
    eventId: `${operationId}.drift`,
    operationId,
    kind: 'drift',
    act: 'diagnose',
    title: `${pointer.target} says ${found}, history says ${said}`,
    at: now,
    actor,
    registry: { name: registry.name, kind: registry.kind, place: registry.place },
    model,
    version: null,
    alias: pointer.alias,
    from: expected ?? null,
    to: pointer.reading.state === 'names' ? pointer.reading.version : null,
    reason: null,
    incident: null,
    gate: undefined,
    outcome: 'done',
    problem: {
      code: 'moved-meanwhile',
      message: `${pointer.target} says ${found}, history says ${said}.`,
      hint: `Keep it: lastgood doctor --adopt ${model}. Put it back: lastgood doctor --revert ${model}.`,
    },
    command: 'lastgood doctor',
    links: [],
    metrics: {},
    files: {},
  };
}
