/** An answer that is no success. */
export type FailedAnswer = { readonly status: number; readonly headers: Headers; readonly text: string };

const passingStatuses: Readonly<Record<number, string>> = {
  408: 'waited too long for the request',
  425: 'is not ready yet',
  429: 'is asked too often',
  502: 'cannot be reached behind its front',
  503: 'is not available at the moment',
  504: 'did not answer its own front in time',
};

/** What a status says that may pass by itself, in words that follow who answered; undefined: it does not pass. Pure. */
export function findPassing(status: number): string | undefined {
  return passingStatuses[status] ?? (status >= 500 ? 'has a fault of its own' : undefined);
}

/** Milliseconds that are asked for: seconds, or a time by the clock of who answers, which is compared with that clock only; else 0. Pure. */
export function parseRetryAfter(headers: Headers): number {
  const text = headers.get('retry-after') ?? '';
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  const waitMs = Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : 0;
}

/** Whether an answer is HTML. Pure. */
export function isWebPage({ headers, text }: Pick<FailedAnswer, 'headers' | 'text'>): boolean {
  return /\bhtml\b/i.test(headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)/i.test(text);
}
