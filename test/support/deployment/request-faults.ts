import type { Meeting } from '../relay/crossing.ts';
import type { Guard, Standing } from './served-world.ts';

/** What a request meets instead of its answer. */
export type RequestFault = {
  readonly name: string;
  /** `for-ever`: every request to the service after it meets the same, until the program has ended. */
  readonly lasts: 'once' | 'for-ever';
  /** Whether the service acts all the same. */
  readonly moment: Standing['moment'];
  readonly overHttp: Meeting;
  /** undefined: mail has no such thing. */
  readonly byMail: Meeting | undefined;
};

const saying = (status: number, words: string, headers: Readonly<Record<string, string>> = {}): Meeting => ({
  status,
  headers,
  text: JSON.stringify({ error: words, message: words }),
});

const before = { lasts: 'for-ever', moment: 'arrived' } as const;

/** Everything of a service that can go wrong with a request. */
export const requestFaults: readonly RequestFault[] = [
  {
    ...{ ...before, name: 'a login that is refused' },
    overHttp: saying(401, 'Invalid credentials'),
    byMail: { status: 535, text: 'Not you' },
  },
  {
    ...{ ...before, name: 'a right that is missing' },
    overHttp: saying(403, 'Forbidden'),
    byMail: { status: 550, text: 'Not from here' },
  },
  {
    ...{ ...before, name: 'a broken service' },
    overHttp: saying(500, 'Internal error'),
    byMail: { status: 451, text: 'Local error' },
  },
  {
    ...{ ...before, name: 'a service that is asked too often' },
    overHttp: saying(429, 'Slow down', { 'retry-after': '1' }),
    byMail: { status: 421, text: 'Too busy' },
  },
  {
    ...{ ...before, name: 'a quota' },
    overHttp: saying(507, 'No room left'),
    byMail: { status: 452, text: 'No room left' },
  },
  { ...before, name: 'a conflict', overHttp: saying(409, 'It is there already'), byMail: undefined },
  { ...before, name: 'no answer', overHttp: 'silence', byMail: 'silence' },
  { ...before, name: 'a connection that breaks', overHttp: 'cut', byMail: 'cut' },
  {
    ...{ name: 'one broken answer', lasts: 'once', moment: 'arrived' },
    overHttp: saying(500, 'Internal error'),
    byMail: { status: 451, text: 'Local error' },
  },
  {
    ...{ name: 'one conflict', lasts: 'once', moment: 'arrived' },
    overHttp: saying(409, 'It is there already'),
    byMail: undefined,
  },
  {
    ...{ name: 'one answer that is lost', lasts: 'once', moment: 'acted' },
    overHttp: 'cut',
    byMail: 'cut',
  },
  {
    ...{ name: 'one request that is done and answered with a fault', lasts: 'once', moment: 'acted' },
    overHttp: saying(500, 'Internal error'),
    // A mail server that refuses has done nothing.
    byMail: undefined,
  },
];

/** A guard under which one request of a service meets a fault, with those after it where the fault lasts. */
export function guardWith(fault: RequestFault, service: string, place: number): Guard {
  const meeting = (service === 'mail' ? fault.byMail : fault.overHttp) ?? 'pass';
  return ({ crossing, moment }) => {
    const isMeant = crossing.service === service && moment === fault.moment;
    const isReached = fault.lasts === 'once' ? crossing.place === place : crossing.place >= place;
    return isMeant && isReached ? meeting : 'pass';
  };
}
