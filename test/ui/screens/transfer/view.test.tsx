import { describe, expect, test } from 'vitest';
import type { SyncReceipt } from '../../../../src/core/mirror/sync-receipt.ts';
import type { Transfer, TransferOutcome } from '../../../../src/core/mirror/transfer.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/transfer/update.ts';
import { TransferView } from '../../../../src/ui/screens/transfer/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { inBucket, sameOnBothSides, transfer } from '../../../support/sample-mirror.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, longReason, wideName } from '../models/samples.ts';

const context = contextAt(80, 24, { source: inBucket(sameOnBothSides) });
const wanted: readonly Transfer[] = [
  transfer(),
  transfer({
    act: 'set-aside',
    name: 'rag_v1',
    files: ['rag_v1/summary.json'],
    sizeBytes: 155,
    why: 'it was changed here; what is here is kept beside',
  }),
];
const ended = (
  place: number,
  outcome: TransferOutcome['outcome'],
  problem?: string,
): readonly TransferOutcome[] =>
  wanted.slice(place, place + 1).map(each => ({ transfer: each, outcome, problem }));

const armed: readonly Message[] = [{ type: 'cursor-reported' }, { type: 'confirmation-armed', attempt: 2 }];
const input = { direction: 'pull', url: sameOnBothSides.url, transfers: wanted } as const;

function after(seen: Context, transfers: readonly Transfer[], ...messages: readonly Message[]): State {
  const [opening] = open({ screen: 'transfer', direction: 'pull' }, seen);
  const planned: Message = {
    type: 'planSync/done',
    input: { direction: 'pull' },
    value: { transfers, confirmation: { kind: 'yes' } },
  };
  return [planned, ...messages].reduce((state, message) => update(state, message, seen)[0], opening);
}

test('the review lists every transfer with its size, and what it does to either side', () => {
  expect(draw(TransferView, after(context, wanted), context)).toEqual([
    'Pull from gs://acme-models/prod',
    'Brought to this machine. What was changed here is kept beside; nothing is',
    'deleted.',
    'DO       WHAT      NAME              FILES      SIZE  WHY',
    'add      version   rag_v3                2   4.5 GiB  it is not here yet',
    'replace  version   rag_v1                1     155 B  it was changed here; what…',
    'In all 2 things, 3 files, 4.5 GiB',
    'Same as: lastgood sync pull --registry gs://acme-models/prod',
    '',
    'Pull? y = yes, n = no',
  ]);
});

test.each([
  [80, 24],
  [60, 15],
])(
  'a review that moves a protected alias asks for its name at %i x %i, and fills no more than the room',
  (columns, rows) => {
    const seen = contextAt(columns, rows, { source: inBucket(sameOnBothSides) });
    const [opening] = open({ screen: 'transfer', direction: 'push' }, seen);
    const move = { model: 'rag', alias: 'latest', from: 'v2', to: 'v3' };
    const why = 'v2 to v3: the history says so';
    const pointer = transfer({ to: 'bucket', act: 'move', unit: 'pointer', name: 'latest', why, move });
    const transfers = [
      pointer,
      ...Array.from({ length: 40 }, (_, place) => transfer({ name: `rag_v${place}` })),
    ];
    const value = {
      transfers,
      confirmation: { kind: 'typed', text: 'rag@latest', why: 'moving a protected alias must be confirmed' },
    } as const;
    const [state] = update(opening, { type: 'planSync/done', input: { direction: 'push' }, value }, seen);
    const lines = draw(TransferView, state, seen);
    expect(lines.length).toBeLessThanOrEqual(seen.size.rows);
    expect(lines.find(line => line.startsWith('move '))).toMatch(/^move +pointer +latest /);
    expect(lines.slice(-2)).toEqual([
      'To confirm, type rag@latest and press enter.',
      expect.stringMatching(/^>/),
    ]);
  },
);

test('while it is carried it says how far each and all are', () => {
  const state = after(
    context,
    wanted,
    ...armed,
    { type: 'confirm-pressed' },
    {
      type: 'applySync/progress',
      input,
      progress: { at: 'bytes', done: 1_207_959_552, total: 4_831_838_363 },
    },
    ...ended(1, 'refused', 'the bucket has something else there').map(
      (outcome): Message => ({ type: 'applySync/progress', input, progress: { at: 'transfer', outcome } }),
    ),
  );
  expect(draw(TransferView, state, context)).toEqual([
    'Pull from gs://acme-models/prod',
    'Losing the connection is safe: what is there already is not carried again.',
    `${'█'.repeat(13)}${'░'.repeat(42)}  24%`,
    '1 of 2, 1.1 GiB of 4.5 GiB',
    'Last: rag_v1',
    'IS           NAME',
    'REFUSED      rag_v1            the bucket has something else there',
  ]);
  const [stopping] = update(state, { type: 'stop-pressed' }, context);
  expect(draw(TransferView, stopping, context)[1]).toBe(
    'Stopping after the file that is running. What is there already stays.',
  );
});

const partial: SyncReceipt = {
  outcome: 'partial',
  transfers: wanted,
  outcomes: [...ended(0, 'done')],
  problem: { code: 'partly-done', message: 'Stopped on request.', hint: 'Do the same again.' },
};

test('the receipt says what became of each, what is left first', () => {
  const done: Message = { type: 'applySync/done', input, value: partial };
  expect(
    draw(TransferView, after(context, wanted, ...armed, { type: 'confirm-pressed' }, done), context),
  ).toEqual([
    '! Partly done: Pull from gs://acme-models/prod',
    'Stopped on request.',
    'Do the same again.',
    '1 done, 1 not finished.',
    'IS           NAME',
    'unfinished   rag_v1',
    'done         rag_v3',
    'Press enter to see what is left, esc to go back.',
  ]);
});

test('nothing to carry is said, and where that is known from', () => {
  expect(draw(TransferView, after(context, []), context)[1]).toBe(
    'Nothing to pull: by the last read, everything the bucket has is here.',
  );
});

describe.each(everyTerminal)('%s', (_, terminal) => {
  const seen: Context = {
    ...terminal,
    source: inBucket({ ...sameOnBothSides, url: `gs://${longName}/prod` }),
  };
  const hostile = '\u001b[31mred\u202e\u0007';
  const many = Array.from({ length: 60 }, (_each, place) =>
    transfer({ name: [longName, wideName, `${hostile}${place}`][place % 3] ?? '', why: longReason }),
  );
  const outcomes = many.map(
    (each): TransferOutcome => ({ transfer: each, outcome: 'failed', problem: longReason }),
  );
  const problem = { code: 'partly-done', message: longReason, hint: longReason } as const;
  const confirmed: readonly Message[] = [...armed, { type: 'confirm-pressed' }];
  const done: Message = {
    type: 'applySync/done',
    input,
    value: { outcome: 'partial', transfers: many, outcomes, problem },
  };
  const failing = outcomes.map(
    (outcome): Message => ({ type: 'applySync/progress', input, progress: { at: 'transfer', outcome } }),
  );

  test('the question and what can be done stay in sight, whatever the names', () => {
    const review = draw(TransferView, after(seen, many, { type: 'moved', move: 'last' }), seen);
    expectToFit(review, seen);
    expect(review.at(-1)).toBe('Pull? y = yes, n = no');
    expect(review.join('')).not.toContain('\u001b');
    expectToFit(draw(TransferView, after(seen, many, ...confirmed, ...failing), seen), seen);
    const receipt = draw(
      TransferView,
      after(seen, many, ...confirmed, done, { type: 'moved', move: 'last' }),
      seen,
    );
    expectToFit(receipt, seen);
    expect(receipt.at(-1)).toBe('Press enter to see what is left, esc to go back.');
  });
});

test('in ASCII nothing but ASCII is drawn', () => {
  const plain = { ...context, theme: createTheme('mono', 'ascii') };
  expect(draw(TransferView, after(plain, wanted), plain).join('')).toMatch(/^[ -~]*$/);
});

test('what was stopped is never said not to have arrived', () => {
  const stopped: SyncReceipt = { ...partial, outcome: 'refused', outcomes: [] };
  const done: Message = { type: 'applySync/done', input, value: stopped };
  const state = after(context, wanted, ...armed, { type: 'confirm-pressed' }, done);
  expect(draw(TransferView, state, context)[0]).toBe('! Not finished: Pull from gs://acme-models/prod');
});
