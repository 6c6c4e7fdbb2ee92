import type { RegistryEvent } from './event.ts';

/** An event as programs get it: without the files, which are for tracking. `docs/json/event.schema.json` describes it. Pure. */
export function describeEventDocument(event: RegistryEvent) {
  const { format: _format, files: _files, gate, problem, ...said } = event;
  return { schema: 'lastgood/event/1' as const, ...said, gate: gate ?? null, problem: problem ?? null };
}
