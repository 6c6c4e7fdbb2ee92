import { describe, expect, test } from 'vitest';
import { findFork } from '../../../../src/core/mirror/find-fork.ts';
import type { StoredEntry } from '../../../../src/core/ports/history-log.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { bindings } from '../../../../src/ui/screens/sync/keys.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/sync/update.ts';
import { SyncView } from '../../../../src/ui/screens/sync/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import {
  behindServer,
  difference,
  forkedMirror,
  inBucket,
  sameOnBothSides,
  withProblem,
} from '../../../support/sample-mirror.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { chainOf, contextAt, moveLatest } from '../models/sample-registry.ts';
import { longName, longReason, wideName } from '../models/samples.ts';

const login = withProblem('login-required', 'Run gcloud auth application-default login.');

function after(context: Context, ...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], open()[0]);
}

/** Two histories of rag: the same first two entries, then ours and theirs. */
function forkOf(ours: Partial<StoredEntry['entry']>, theirs: Partial<StoredEntry['entry']>) {
  const shared = [moveLatest(null, 'v1'), moveLatest('v1', 'v2')];
  const here = chainOf('rag', [...shared, ours]);
  const inBucket = chainOf('rag', [...shared, theirs, moveLatest('v3', 'v4')]);
  return findFork('rag', { entries: here, defects: [] }, { entries: inBucket, defects: [] });
}

function openedFork(context: Context, fork = forkOf(moveLatest('v2', 'v1'), moveLatest('v2', 'v3'))): State {
  const read: Message = { type: 'loadFork/done', input: { model: 'rag' }, value: fork };
  return after(context, { type: 'row-opened' }, read);
}

describe('both sides at 80 columns', () => {
  test('what one has to know first is on top, and the selected row is explained', () => {
    const context = contextAt(80, 24, { source: inBucket(forkedMirror) });
    const state = after(context, { type: 'moved', move: 'down' });
    expect(draw(SyncView, state, context)).toEqual([
      '✗ 1 history is FORKED; 1 is here only; the bucket has 1 that is not here; 1 in',
      'the bucket is no part of the registry.',
      'Bucket  gs://acme-models/prod  read just now',
      'Copy    /home/alice/.cache/lastgood/acme-models+prod',
      '',
      '  ✗ FORKED: two histories  1',
      '>   .lastgood/history/rag  entry 3 of the history is another one here than in t…',
      '  ! Only here  1',
      '    other_v9  4 files (1089 bytes) here only',
      '  Only in the bucket  1',
      '    rag_v3  2 files (4831838208 bytes) in the bucket only',
      '  Not part of the registry  1',
      '── FORKED: two histories ───────────────────────────────────────────────────────',
      'what     .lastgood/history/rag: entry 3 of the history is another one here than',
      '         in the bucket.',
      'means    Both sides have an entry of the same number and not the same entry.',
      '         Everybody else goes by the bucket; nothing is written to this model',
      '         from here.',
      'by hand  Go by the bucket: move the copy away, pull afresh, then make again what',
      '(3 more lines in a taller window)',
    ]);
  });

  test('the same on both sides is said in words', () => {
    const context = contextAt(80, 24, { source: inBucket(sameOnBothSides) });
    expect(draw(SyncView, open()[0], context).slice(0, 3)).toEqual([
      '✓ Both sides are the same.',
      'Bucket  gs://acme-models/prod  read just now',
      'Copy    /home/alice/.cache/lastgood/acme-models+prod',
    ]);
  });

  test('an expired login says which command to run before anything else', () => {
    const context = contextAt(80, 24, { source: inBucket(login) });
    expect(draw(SyncView, open()[0], context).slice(0, 5)).toEqual([
      '✗ LOGIN EXPIRED. Run gcloud auth application-default login.',
      'Seen just now: both sides were the same then.',
      'Bucket  gs://acme-models/prod  read just now',
      'Copy    /home/alice/.cache/lastgood/acme-models+prod',
      'Cannot list gs://acme-models/prod/: something happened.',
    ]);
  });

  test('while the bucket is read it says so, how far it is and how to stop', () => {
    const context = contextAt(80, 24, { source: inBucket({ ...sameOnBothSides, isRead: false }) });
    const listed: Message = { type: 'refreshSource/progress', input: {}, progress: { listed: 4000 } };
    const lines = draw(SyncView, after(context, { type: 'refresh-asked' }, listed), context);
    expect(lines[0]).toBe('The bucket was not read to its end yet, so nothing can be compared.');
    expect(lines[1]).toBe('Bucket  gs://acme-models/prod  reading it now: 4000 objects, esc stops');
  });

  test('a registry without a bucket says so', () => {
    const context = contextAt(80);
    expect(draw(SyncView, open()[0], context)[0]).toBe('There is no bucket behind prod-eu.');
  });
});

describe('two histories', () => {
  const ours = { ...moveLatest('v2', 'v1'), actor: 'alice@example.org', reason: 'INC-7 it was slow' };
  const theirs = { ...moveLatest('v2', 'v3'), actor: 'bob@example.com', reason: 'weekly candidate' };

  test('stand side by side with what, who, when and why, then what can be done', () => {
    const context = contextAt(80, 24, { source: inBucket(forkedMirror) });
    expect(draw(SyncView, openedFork(context, forkOf(ours, theirs)), context).slice(0, 12)).toEqual([
      'FORKED: two histories',
      'rag: entries 1 to 2 are the same on both sides.',
      'HERE, in the copy                      │ IN THE BUCKET',
      '#3 promote latest v2 → v1              │ #3 promote latest v2 → v3',
      'alice@example.org                      │ bob@example.com',
      '2026-11-21 03:00 UTC (5h)              │ 2026-11-21 03:00 UTC (5h)',
      'INC-7 it was slow                      │ weekly candidate',
      '#4 nothing                             │ #4 promote latest v3 → v4',
      '                                       │ anna@example.com',
      '                                       │ 2026-11-21 03:00 UTC (5h)',
      '',
      'what     1 difference',
    ]);
  });

  test('that cannot be read say why, and that it can be tried again', () => {
    const context = contextAt(80, 24, { source: inBucket(forkedMirror) });
    const reading = draw(SyncView, after(context, { type: 'row-opened' }), context);
    expect(reading[1]).toBe('Reading the history of rag in the bucket');
  });
});

describe('the keys', () => {
  const reasonOf = (key: string, context: Context): string | undefined =>
    bindings.find(binding => binding.keys.includes(key))?.disabled?.(open()[0], context);

  test('that write say why they do not while the bucket cannot be read', () => {
    const context = contextAt(80, 24, { source: inBucket(login) });
    const why = 'LOGIN EXPIRED, no writes. Run gcloud auth application-default login.';
    expect(reasonOf('D', context)).toBe(why);
    expect(reasonOf('U', context)).toBe(why);
  });

  test('where nothing may be written a pull may still be made', () => {
    const writes = { at: 'refused', reason: 'Nothing can be written: asked for.' } as const;
    const context = contextAt(80, 24, { source: inBucket(sameOnBothSides), writes });
    expect(reasonOf('D', context)).toBeUndefined();
    expect(reasonOf('U', context)).toBe('Nothing can be written: asked for.');
  });
});

describe.each(everyTerminal)('%s', (_, terminal) => {
  const hostile = '\u001b[31mred\u202e\u0007';
  const differences = [
    ...forkedMirror.differences,
    ...[longName, wideName, hostile].map(name =>
      difference('changed-here', { name, detail: `${name} ${longReason}` }),
    ),
  ];
  const context: Context = {
    ...terminal,
    source: inBucket({ ...forkedMirror, cache: `/${longName}`, differences }),
  };

  test('everything fits, whatever the names', () => {
    for (const source of [context.source, inBucket({ ...login, differences }), behindServer(), undefined]) {
      const seen = { ...context, source };
      for (const move of ['first', 'down', 'last'] as const) {
        expectToFit(draw(SyncView, after(seen, { type: 'moved', move }), seen), seen);
      }
      expectToFit(draw(SyncView, after(seen, { type: 'row-opened' }), seen), seen);
    }
    const names = { actor: hostile, reason: `${longReason} ${hostile}` };
    const fork = forkOf(
      { ...moveLatest('v2', longName), ...names },
      { ...moveLatest('v2', wideName), ...names },
    );
    const lines = draw(SyncView, openedFork(context, fork), context);
    expectToFit(lines, context);
    expect(lines.join('')).not.toContain('\u001b');
  });
});

test('in ASCII nothing but ASCII is drawn', () => {
  const context = contextAt(80, 24, { theme: createTheme('mono', 'ascii'), source: inBucket(forkedMirror) });
  expect(draw(SyncView, open()[0], context).join('')).toMatch(/^[ -~]*$/);
  expect(draw(SyncView, openedFork(context), context).join('')).toMatch(/^[ -~]*$/);
});
