import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Access, answerPermissions, hideMissing, requireAccess } from './access.ts';
import { type Answer, answerRefusal, Refusal, refusalOfStatus } from './answer.ts';
import type { Call, CallKind } from './call.ts';
import { readRequest, sendAnswer } from './exchange.ts';
import type { Fault, FaultTable } from './faults.ts';
import { openCall } from './open-call.ts';
import { type ApiRequest, headerOf } from './request.ts';
import type { Storage } from './storage.ts';

/** A request the emulator received, in order of arrival. */
export type LoggedRequest = {
  readonly kind: CallKind;
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  readonly name: string | undefined;
  /** `ifGenerationMatch`, as sent. */
  readonly expectGeneration: string | undefined;
  /** `dropped` as long as it is not answered. */
  readonly status: number | 'dropped';
  readonly headers: Record<string, string>;
};

/** How the emulator behaves just now; tests change it. */
export type Conduct = {
  readonly storage: Storage;
  readonly faults: FaultTable;
  readonly log: LoggedRequest[];
  /** Milliseconds since 1970, by the emulator's clock. */
  readonly now: () => number;
  latencyMs: number;
  access: Access;
  isStalled: boolean;
  /** Grows when the emulator is stopped: what came before is not carried out any more. */
  epoch: number;
};

type Entry = { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] };

/** Answers requests as the conduct says. */
export function serveRequests(conduct: Conduct, scheme: 'http' | 'https'): RequestListener {
  return (incoming, outgoing) => {
    const entry = enterRequest(conduct, incoming);
    answerRequest(conduct, scheme, incoming, outgoing, entry).catch((error: unknown) => {
      process.stderr.write(`The emulator failed at ${entry.method} ${entry.path}: ${String(error)}\n`);
      outgoing.destroy();
    });
  };
}

function enterRequest(conduct: Conduct, incoming: IncomingMessage): Entry {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  const entry: Entry = {
    kind: 'other',
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    name: undefined,
    expectGeneration: undefined,
    status: 'dropped',
    headers,
  };
  conduct.log.push(entry);
  return entry;
}

async function answerRequest(
  conduct: Conduct,
  scheme: 'http' | 'https',
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  entry: Entry,
): Promise<void> {
  const { epoch } = conduct;
  const request = await readRequest(incoming, scheme);
  const call = openCall(conduct.storage, request);
  Object.assign(entry, { kind: call.kind, name: call.name, expectGeneration: call.expectGeneration });
  if (conduct.isStalled) return;
  if (!request.isWhole) {
    if (conduct.epoch === epoch) call.runPartly?.();
    return;
  }
  const fault = conduct.faults.take(call, request.method);
  const delayMs = conduct.latencyMs + (fault?.does === 'delay' ? (fault.delayMs ?? 0) : 0);
  if (delayMs > 0) await pause(delayMs);
  if (conduct.epoch !== epoch) return;
  const end = meetFault(fault, () => carryOut(conduct, call, request));
  if (end === 'stall') return;
  if (end === 'drop') {
    outgoing.destroy();
    return;
  }
  entry.status = end.answer.status;
  sendAnswer(outgoing, end.answer, conduct.now(), end.length);
}

type End = 'stall' | 'drop' | { readonly answer: Answer; readonly length: 'whole' | 'truncated' };

/** Carries a request out, or not, and says what the client gets to see of it. */
function meetFault(fault: Fault | undefined, carryOut: () => Answer): End {
  const faulty = (): Answer => answerRefusal(refusalOfStatus(fault?.status ?? 503), 'json');
  switch (fault?.does) {
    case 'stall':
      return 'stall';
    case 'drop-before':
      return 'drop';
    case 'status':
      return { answer: faulty(), length: 'whole' };
  }
  const answer = carryOut();
  switch (fault?.does) {
    case 'stall-after':
      return 'stall';
    case 'drop-after':
      return 'drop';
    case 'status-after':
      return { answer: faulty(), length: 'whole' };
    default:
      return { answer, length: fault?.does === 'truncate' ? 'truncated' : 'whole' };
  }
}

function carryOut(conduct: Conduct, call: Call, request: ApiRequest): Answer {
  try {
    const granted = answerPermissions(conduct.access, request);
    if (granted !== undefined) return granted;
    requireAccess(conduct.access, call, headerOf(request, 'authorization'));
    return call.run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const asked = call.kind === 'read' ? 'bytes' : 'json';
    return answerRefusal(hideMissing(conduct.access, call, error), asked);
  }
}
