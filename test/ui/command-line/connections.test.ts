import { expect, test } from 'vitest';
import type { Connection, ConnectionUse } from '../../../src/core/connections/connection.ts';
import type { Examinable } from '../../../src/core/ports/examinable.ts';
import { connectionsSchema } from '../../../src/ui/command-line/json/connections.ts';
import { displayWidth } from '../../../src/ui/format/display-width.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

function makeService(
  use: ConnectionUse,
  connection: Partial<Connection> & { readonly name: string },
): Examinable {
  const usual = { place: null, state: 'ready', identity: null, may: [], missing: [] } as const;
  const found: Connection = { ...usual, ...connection };
  return { use, name: found.name, place: found.place, examine: async () => found };
}

const services: readonly Examinable[] = [
  makeService('registry', {
    name: 'frontshift',
    place: 'gs://acme-models/frontshift/registry/',
    identity: 'deploy@acme-models.iam.gserviceaccount.com',
    may: ['list objects', 'read objects', 'write objects', 'replace objects'],
  }),
  makeService('hub', {
    name: 'hub',
    place: 'https://huggingface.co/acme/frontshift-rag',
    state: 'not-usable',
    identity: 'mina',
    missing: [
      { what: 'the token may only read', fix: 'Make one that may write: huggingface.co/settings/tokens.' },
    ],
  }),
  makeService('notification', { name: '通知', state: 'not-asked', may: ['post there'] }),
];

async function look(columns: number | undefined, given = services) {
  const output = columns === undefined ? {} : { output: { columns, charset: 'unicode' } as const };
  return await runLastgood(createTemporaryFolder(), ['doctor', '--connections'], {
    services: given,
    ...output,
  });
}

test('at 80 columns no line is wider, and what to do is never cut', async () => {
  const { out, code } = await look(80);
  expect(out.split('\n')).toEqual([
    'service              state       as                      may',
    'registry frontshift  ready       deploy@acme-models.ia…  list objects; read obj…',
    'hub                  NOT USABLE  mina                    -',
    'notify 通知          not asked   -                       post there',
    '',
    'hub: the token may only read',
    '  Make one that may write: huggingface.co/settings/tokens.',
    '',
  ]);
  expect(code).toBe(8);
});

test('a wider terminal shows where each of them is, and a pipe all of it', async () => {
  const wide = await look(200);
  expect(wide.out).toContain('https://huggingface.co/acme/frontshift-rag');
  for (const line of wide.out.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(200);
  const piped = await look(undefined);
  expect(piped.out).toContain('list objects; read objects; write objects; replace objects');
  expect(piped.out).toContain('gs://acme-models/frontshift/registry/');
});

test('as JSON it is the documented document', async () => {
  const run = await runLastgood(createTemporaryFolder(), ['doctor', '--connections', '--json'], { services });
  expect(connectionsSchema.parse(run.json())).toMatchObject({
    connections: [{ use: 'registry' }, { use: 'hub', state: 'not-usable' }, { use: 'notification' }],
  });
  expect(run.error).toBe('');
});

test.each([['--restore'], ['--adopt', 'rag'], ['--revert', 'rag']])(
  'it goes with nothing that changes something: %s',
  async (...flags) => {
    const run = await runLastgood(createTemporaryFolder(), ['doctor', '--connections', ...flags], {
      services,
    });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.error).toContain('--connections only looks');
  },
);

test('ctrl-c stops it, and ends with the code of the signal', async () => {
  const stop = new AbortController();
  const examine = async (): Promise<Connection> => {
    stop.abort();
    return await Promise.withResolvers<Connection>().promise;
  };
  const silent: Examinable = { use: 'hub', name: 'hub', place: null, examine };
  const run = await runLastgood(createTemporaryFolder(), ['doctor', '--connections'], {
    services: [silent],
    signal: { stop: stop.signal, exitCode: () => 130 },
  });
  expect(run.code).toBe(130);
  expect(run.out).toContain('hub: It was not waited for.');
});
