import type { Call, CallKind } from './call.ts';

/**
 * Something that goes wrong with one request. The first fault that fits and has `times` left is used.
 * `drop-…` closes the connection, `stall…` never answers, `…-after` means the request was carried out all the
 * same.
 */
export type Fault = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fits the name of the object, or the prefix of a list. */
  readonly name?: RegExp;
  readonly kind?: CallKind | 'any';
  readonly does:
    | 'status'
    | 'drop-before'
    | 'drop-after'
    | 'status-after'
    | 'stall'
    | 'stall-after'
    /** Half of the body arrives, then the connection closes. */
    | 'truncate'
    | 'delay';
  /** For `status` and `status-after`; 503 when it is missing. */
  readonly status?: number;
  readonly delayMs?: number;
  /** 1 when it is missing; Infinity is allowed. */
  readonly times?: number;
  /** 0..1; 1 when it is missing. Drawn with the emulator's seed. */
  readonly probability?: number;
};

/** The faults that are still to come. */
export type FaultTable = {
  add(fault: Fault): void;
  clear(): void;
  /** The fault this request meets, which is then used up by one. */
  take(call: Call, method: string): Fault | undefined;
};

/** An empty table whose draws depend on the seed alone. */
export function createFaultTable(seed: number): FaultTable {
  const waiting: { readonly fault: Fault; left: number }[] = [];
  const draw = createRandom(seed);
  return {
    add: fault => void waiting.push({ fault, left: fault.times ?? 1 }),
    clear: () => void waiting.splice(0),
    take: (call, method) => {
      const found = waiting.find(
        ({ fault, left }) =>
          left > 0 &&
          fits(fault, call, method) &&
          (fault.probability === undefined || draw() < fault.probability),
      );
      if (found === undefined) return undefined;
      found.left -= 1;
      return found.fault;
    },
  };
}

function fits(fault: Fault, call: Call, method: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.kind !== undefined && fault.kind !== 'any' && fault.kind !== call.kind) return false;
  return fault.name === undefined || (call.name !== undefined && call.name.search(fault.name) >= 0);
}

/**
 * Numbers in 0..1, the same for the same seed. @see
 * https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
