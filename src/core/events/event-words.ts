import type { RegistryEvent } from './event.ts';

/** One line of what is said of an event: a word and its value. */
export type EventRow = { readonly label: string; readonly value: string };

const failedWords: Readonly<Record<RegistryEvent['outcome'], string>> = {
  done: 'Failed',
  partly: 'Failed, only partly done',
  'not-done': 'Failed, what is live has not changed',
  unknown: 'Failed, nobody knows whether it was done',
};

const outcomeWords: Readonly<Record<RegistryEvent['outcome'], string>> = {
  done: 'done',
  partly: 'only partly done',
  'not-done': 'not done: what is live has not changed',
  unknown: 'not known: the answer was lost',
};

/** What happened, in one line: what failed is called so first. Pure; without any escaping. */
export function describeEventTitle(event: RegistryEvent): string {
  const { kind, model, alias, version } = event;
  const where = alias === null ? model : `${model}@${alias}`;
  const what = version === null ? model : `${model} ${version}`;
  switch (kind) {
    case 'failed':
      return `${failedWords[event.outcome]}: ${event.title}`;
    case 'refused':
      return `Refused by the gate: ${event.title}`;
    case 'deployed':
      return `Deployed ${where}: ${describeMove(event)}`;
    case 'promoted':
      return `Promoted ${where}: ${describeMove(event)}`;
    case 'rolled-back':
      return `Rolled back ${where}: ${describeMove(event)}`;
    case 'unset':
      return `Nothing is live as ${where} any more: ${event.from ?? 'nothing'} was`;
    case 'held':
      return `Held ${what}`;
    case 'released':
      return `Released ${what}`;
    case 'drift':
      return `Moved outside lastgood, ${where}: ${describeMove(event)}`;
    case 'gated':
      return `Judged ${what}${alias === null ? '' : ` for ${alias}`}: ${event.gate?.verdict ?? 'NONE'}`;
    case 'decided':
      return event.title;
    default:
      return kind satisfies never;
  }
}

/** Everything that is said of an event below its title, in order. Pure; without any escaping. */
export function listEventRows(event: RegistryEvent): readonly EventRow[] {
  const { registry, problem, gate } = event;
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['Outcome', outcomeWords[event.outcome]],
    ['Problem', problem?.message],
    ['What to do', problem?.hint],
    ['Model', event.model],
    ['Alias', event.alias],
    ['Version', event.from === null && event.to === null ? event.version : undefined],
    [event.outcome === 'not-done' ? 'Wanted' : 'Move', hasMove(event) ? describeMove(event) : undefined],
    ['Reason', event.reason],
    ['Incident', event.incident],
    [
      'Gate',
      gate &&
        `${gate.verdict}${gate.overridden ? ', OVERRIDDEN' : ''}${gate.unbound ? ', not bound to any evidence' : ''}`,
    ],
    ['Measured', describeMetrics(event)],
    ['By', event.actor],
    ['At', event.at],
    ['Registry', `${registry.name} (${registry.kind}, ${registry.place})`],
    ['Operation', event.operationId],
    ['Command', event.command],
    ...event.links.map(({ label, url }) => [label, url] as const),
  ];
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

/** Most numbers that are named to people. */
const maxMetrics = 20;

/** As measured, digit for digit; empty where nothing is known. */
function describeMetrics({ metrics }: RegistryEvent): string {
  const said = Object.entries(metrics).map(([name, value]) => `${name} ${value}`);
  const more = said.length - maxMetrics;
  return `${said.slice(0, maxMetrics).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function hasMove({ from, to }: RegistryEvent): boolean {
  return from !== null || to !== null;
}

function describeMove({ from, to }: RegistryEvent): string {
  return `${from ?? 'nothing'} to ${to ?? 'nothing'}`;
}
