/** What is sent. */
export type Request = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
};

/** A whole answer, whatever its status. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string };

/** How long one attempt may take, in milliseconds. */
export type TimeLimits = {
  /** How long nothing may come from the server: until the answer begins, and between two pieces of it. */
  readonly quietMs: number;
  /** All of it. */
  readonly totalMs: number;
};

/** Why an exchange was ended from here. */
export class EndedExchange extends Error {
  readonly reason: 'quiet' | 'slow' | 'large';

  constructor(reason: EndedExchange['reason']) {
    super(`ended: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Sends one request and reads the answer to its end. Redirects are not followed. Rejects with an EndedExchange, with the signal's
 * reason, or with what fetch rejects with.
 */
export async function exchange(
  fetch: typeof globalThis.fetch,
  request: Request,
  limits: TimeLimits & { readonly bytes: number },
  signal: AbortSignal | undefined,
): Promise<Answer> {
  signal?.throwIfAborted();
  const control = new AbortController();
  const abort = (): void => control.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  const quiet = setTimeout(() => control.abort(new EndedExchange('quiet')), limits.quietMs);
  const slow = setTimeout(() => control.abort(new EndedExchange('slow')), limits.totalMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      redirect: 'manual',
      signal: control.signal,
    });
    const text = await readText(response, limits.bytes, () => quiet.refresh());
    return { status: response.status, headers: response.headers, text };
  } catch (thrown) {
    throw control.signal.aborted ? control.signal.reason : thrown;
  } finally {
    clearTimeout(quiet);
    clearTimeout(slow);
    signal?.removeEventListener('abort', abort);
  }
}

async function readText(response: Response, limitBytes: number, moved: () => void): Promise<string> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  moved();
  for await (const piece of response.body ?? []) {
    moved();
    sizeBytes += piece.length;
    // Leaving the loop closes the connection.
    if (sizeBytes > limitBytes) throw new EndedExchange('large');
    pieces.push(piece);
  }
  return new TextDecoder().decode(Buffer.concat(pieces));
}
