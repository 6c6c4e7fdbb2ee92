/**
 * Something that goes wrong with one request. The first fault that fits and has `times` left is used up by one. `…-after` means that the
 * request was carried out all the same.
 */
export type Fault = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fits the path with its query, below `/api/2.0/`. */
  readonly path?: RegExp;
  readonly does: /** A status with the words of a proxy. */
    | 'status'
    | 'status-after'
    /** The connection is reset. */
    | 'drop-before'
    | 'drop-after'
    /** No answer ever comes. */
    | 'stall'
    | 'stall-after'
    /** Half of the body arrives, then the connection closes. */
    | 'truncate'
    /** Half of the body arrives, as if that were all. */
    | 'cut'
    /** A web page with status 200. */
    | 'page'
    | 'page-after'
    /** Other JSON than MLflow's. */
    | 'other-json'
    /** To `location`. */
    | 'redirect'
    /** The answer comes `delayMs` later. */
    | 'delay';
  /** For `status`; 503 when it is missing. */
  readonly status?: number;
  /** Of the header `retry-after`. */
  readonly retryAfter?: string;
  /** The status has a body of MLflow with this error code, not a web page of a proxy. */
  readonly errorCode?: string;
  readonly location?: string;
  readonly delayMs?: number;
  /** Requests that pass unharmed before the first it meets; 0 when it is missing. */
  readonly after?: number;
  /** 1 when it is missing; Infinity is allowed. */
  readonly times?: number;
};

/** The faults that are still to come. */
export type FaultTable = {
  add(fault: Fault): void;
  clear(): void;
  /** The fault this request meets, which is then used up by one. */
  take(method: string, path: string): Fault | undefined;
};

/** An empty table. */
export function createFaultTable(): FaultTable {
  const waiting: { readonly fault: Fault; pass: number; left: number }[] = [];
  return {
    add: fault => void waiting.push({ fault, pass: fault.after ?? 0, left: fault.times ?? 1 }),
    clear: () => void waiting.splice(0),
    take: (method, path) => {
      const found = waiting.find(entry => {
        if (entry.left === 0 || !fits(entry.fault, method, path)) return false;
        if (entry.pass === 0) return true;
        entry.pass -= 1;
        return false;
      });
      if (found !== undefined) found.left -= 1;
      return found?.fault;
    },
  };
}

function fits(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  return fault.path === undefined || path.search(fault.path) >= 0;
}
