import type { RegistryEvent } from '../../../src/core/events/event.ts';

/** A rollback that was done, told in full. */
export function sampleEvent(change: Partial<RegistryEvent> = {}): RegistryEvent {
  return {
    format: 1,
    eventId: '6f1c7a52-4f0e-4b7e-9a51-000000000001.rolled-back',
    operationId: '6f1c7a52-4f0e-4b7e-9a51-000000000001',
    kind: 'rolled-back',
    act: 'rollback',
    title: 'Roll back frontshift-rag latest: v2 to v1',
    at: '2026-11-21T03:04:05.000Z',
    actor: 'anna@example.org',
    registry: { name: 'production', kind: 'directory', place: '/srv/models_registry' },
    model: 'frontshift-rag',
    version: 'v1',
    alias: 'latest',
    from: 'v2',
    to: 'v1',
    reason: 'INC-42: answers about holidays are wrong',
    incident: 'INC-42',
    gate: undefined,
    outcome: 'done',
    problem: undefined,
    command: "lastgood rollback frontshift-rag --to v1 --reason 'INC-42: answers about holidays are wrong'",
    links: [],
    metrics: { groundedness: 4.125 },
    files: { 'gate.json': '{"kept":"apart"}' },
    ...change,
  };
}
