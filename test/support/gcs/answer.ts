/** What the emulator answers, before it is put on a socket. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What the body says, where it is JSON. */
  readonly document?: unknown;
};

/**
 * A request that is refused, with the words the JSON API uses. Thrown by handlers, answered by
 * `describeRefusal`.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly reason: string;
  /** Further fields of the error's first item. */
  readonly location: Readonly<Record<string, string>>;

  constructor(
    status: number,
    reason: string,
    message: string,
    location: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.location = location;
  }
}

const faultReasons: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  401: ['authError', 'Invalid Credentials'],
  403: ['forbidden', 'Access denied.'],
  404: ['notFound', 'Not Found'],
  408: ['requestTimeout', 'Request Timeout'],
  412: ['conditionNotMet', 'At least one of the pre-conditions you specified did not hold.'],
  429: ['rateLimitExceeded', 'The rate limit has been exceeded. Please reduce your request rate.'],
  500: ['internalError', 'We encountered an internal error. Please try again.'],
  502: ['backendError', 'Bad Gateway'],
  503: ['backendError', 'Backend Error'],
  504: ['gatewayTimeout', 'Gateway Timeout'],
};

/** The refusal that a status stands for when nothing more is known. */
export function refusalOfStatus(status: number): Refusal {
  const [reason, message] = faultReasons[status] ?? ['backendError', `Status ${status}`];
  return new Refusal(status, reason, message);
}

/**
 * 404 for an object, 400 for a request, and the two of conditions: the refusals that more than one handler
 * makes.
 */
export const refusals = {
  noBucket: () => new Refusal(404, 'notFound', 'The specified bucket does not exist.'),
  noObject: (bucket: string, name: string) =>
    new Refusal(404, 'notFound', `No such object: ${bucket}/${name}`),
  invalid: (message: string) => new Refusal(400, 'invalid', message),
  conditionNotMet: () =>
    new Refusal(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.', {
      locationType: 'header',
      location: 'If-Match',
    }),
  notModified: () => new Refusal(304, 'notModified', 'Not Modified'),
} as const;

/** A JSON document. It is only written out when somebody asks for the body. */
export function answerJson(
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  let body: Buffer | undefined;
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    document,
    get body() {
      body ??= Buffer.from(JSON.stringify(document));
      return body;
    },
  };
}

/** An answer of headers alone. */
export function answerEmpty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: Buffer.alloc(0) };
}

/**
 * How a refusal is answered: as a JSON document, but as plain text where the bytes of an object were asked
 * for.
 */
export function answerRefusal(refusal: Refusal, asked: 'json' | 'bytes'): Answer {
  const { status, reason, message, location } = refusal;
  if (status === 304) return answerEmpty(304);
  const headers: Record<string, string> =
    status === 401 ? { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' } : {};
  if (asked === 'bytes') {
    const text = { ...headers, 'content-type': 'text/html; charset=UTF-8' };
    return { status, headers: text, body: Buffer.from(message) };
  }
  const errors = [{ message, domain: domainOf(reason), reason, ...location }];
  return answerJson(status, { error: { code: status, message, errors } }, headers);
}

function domainOf(reason: string): string {
  return reason === 'rateLimitExceeded' ? 'usageLimits' : 'global';
}
