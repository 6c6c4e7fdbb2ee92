import { expect, test } from 'vitest';
import type { Connection, ConnectionState, ConnectionUse } from '../../../src/core/connections/connection.ts';
import { examineAll } from '../../../src/core/connections/examine-all.ts';
import { judgeConnections } from '../../../src/core/connections/judge-connections.ts';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { ExitMeaning } from '../../../src/core/exit-codes.ts';
import type { Examinable } from '../../../src/core/ports/examinable.ts';

const never = new AbortController().signal;

function makeService(use: ConnectionUse, name: string, examine?: Examinable['examine']): Examinable {
  const ready: Connection = { name, place: null, state: 'ready', identity: null, may: [], missing: [] };
  return { use, name, place: `${name}.example`, examine: examine ?? (async () => ready) };
}

/** Never answers, and heeds no signal. */
const silent = (): Promise<Connection> => Promise.withResolvers<Connection>().promise;

test('services are told of by what they are there for, else as they are configured', async () => {
  const services = [
    makeService('state', 'state'),
    makeService('notification', 'b'),
    makeService('notification', 'a'),
    makeService('registry', 'rag'),
  ];
  const found = await examineAll(services, { stop: never, limitMs: 5000, startLimit: () => never });
  expect(found.map(({ use, name }) => `${use} ${name}`)).toEqual([
    'registry rag',
    'notification b',
    'notification a',
    'state state',
  ]);
});

test('all are asked at once, and one that never answers keeps nobody waiting longer than its time', async () => {
  const begun: string[] = [];
  const limits: AbortController[] = [];
  const startLimit = (): AbortSignal => {
    const control = new AbortController();
    limits.push(control);
    return control.signal;
  };
  const noting = (name: string): Examinable['examine'] => {
    return () => {
      begun.push(name);
      return silent();
    };
  };
  const services = ['one', 'two'].map(name => makeService('notification', name, noting(name)));
  const looking = examineAll(services, { stop: never, limitMs: 5000, startLimit });
  expect(begun).toEqual(['one', 'two']);
  for (const control of limits) control.abort();
  const found = await looking;
  expect(found).toMatchObject([
    { state: 'not-usable', missing: [{ what: 'It gave no answer within 5 s.' }] },
    { state: 'not-usable', place: 'two.example' },
  ]);
});

test('what goes wrong with one says nothing of the others', async () => {
  const failing = async (): Promise<Connection> => {
    throw new UnavailableError('network-failed', 'The hub is away.', { hint: 'Wait.' });
  };
  const found = await examineAll([makeService('hub', 'hub', failing), makeService('outbox', 'outbox')], {
    ...{ stop: never, limitMs: 5000, startLimit: () => never },
  });
  expect(found).toMatchObject([
    { state: 'not-usable', missing: [{ what: 'The hub is away.', fix: 'Wait.' }] },
    { state: 'ready' },
  ]);
});

test('stopping ends all of it at once, and says that nobody waited', async () => {
  const stop = new AbortController();
  const services = [makeService('hub', 'hub', silent)];
  const looking = examineAll(services, { stop: stop.signal, limitMs: 5000, startLimit: () => never });
  stop.abort();
  const stopped = [{ state: 'not-asked', missing: [{ what: 'It was not waited for.' }] }];
  expect(await looking).toMatchObject(stopped);
  const after = await examineAll(services, { stop: stop.signal, limitMs: 5000, startLimit: () => never });
  expect(after).toMatchObject(stopped);
});

const ends: readonly { readonly end: ExitMeaning; readonly states: readonly ConnectionState[] }[] = [
  { end: 'done', states: [] },
  { end: 'done', states: ['ready', 'not-configured'] },
  { end: 'done', states: ['limited', 'not-asked'] },
  { end: 'unavailable', states: ['ready', 'not-usable', 'not-configured'] },
];

test.each(ends)('it ends with $end where services are $states', ({ end, states }) => {
  expect(judgeConnections(states.map(state => ({ state })))).toBe(end);
});
