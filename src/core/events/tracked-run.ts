import type { RegistryEvent } from './event.ts';
import { describeEventTitle } from './event-words.ts';

/** An event as a run of a tracking service: what happened, with what was measured. */
export type TrackedRun = {
  /** The same whenever the event is told again: 32 hex digits. */
  readonly runId: string;
  /** What happened, in one line. */
  readonly name: string;
  readonly outcome: 'finished' | 'failed';
  /** Runs of one model are shown together. */
  readonly model: string;
  readonly kind: RegistryEvent['kind'];
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Everything else that is said of it, by key, in order; what is not known is left out. */
  readonly facts: Readonly<Record<string, string>>;
  /** As measured, digit for digit. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Small files by name. */
  readonly files: Readonly<Record<string, string>>;
};

/** A run that says the same as an event. Pure. @param sha256 hex digest of a text's UTF-8 */
export function describeTrackedRun(event: RegistryEvent, sha256: (text: string) => string): TrackedRun {
  const { eventId, kind, model, at, metrics, files } = event;
  return {
    runId: sha256(eventId).slice(0, 32),
    name: describeEventTitle(event),
    outcome: kind === 'failed' ? 'failed' : 'finished',
    ...{ model, kind, at, metrics, files },
    facts: listFacts(event),
  };
}

function listFacts(event: RegistryEvent): Readonly<Record<string, string>> {
  const { gate, problem, registry } = event;
  const known: Readonly<Record<string, string | null | undefined>> = {
    event: event.eventId,
    operation: event.operationId,
    kind: event.kind,
    act: event.act,
    outcome: event.outcome,
    model: event.model,
    alias: event.alias,
    version: event.version,
    from: event.from,
    to: event.to,
    reason: event.reason,
    incident: event.incident,
    gate: gate?.verdict,
    gate_overridden: gate && String(gate.overridden),
    gate_policy: gate?.bound?.policy,
    problem: problem?.message,
    problem_code: problem?.code,
    what_to_do: problem?.hint,
    actor: event.actor,
    at: event.at,
    registry: registry.name,
    registry_kind: registry.kind,
    registry_place: registry.place,
    command: event.command,
  };
  const links = event.links.map(({ label, url }) => [`link_${label.toLowerCase()}`, url] as const);
  return Object.fromEntries(
    [...Object.entries(known), ...links].flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );
}
