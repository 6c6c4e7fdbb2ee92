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

/** A rollback that failed half-way. */
export function failedEvent(change: Partial<RegistryEvent> = {}): RegistryEvent {
  return sampleEvent({
    eventId: '6f1c7a52-4f0e-4b7e-9a51-000000000001.failed',
    kind: 'failed',
    outcome: 'partly',
    problem: {
      code: 'pointer-blocked',
      message: 'The history is written; latest is not: a folder stands there.',
      hint: 'Move what stands there away by hand, then run lastgood doctor.',
    },
    ...change,
  });
}

/** Text that tries to be more than text in every medium. */
export const hostileReason =
  "\"; rm -rf / # ''' $" +
  '{{ secrets.TOKEN }} <script>alert(1)</script> @channel <!channel> @everyone ' +
  '[click](https://evil.example) | `code` **bold** --> <!-- lastgood:x --> Bcc: evil@example.org #1 & <https://evil.example|here>';
