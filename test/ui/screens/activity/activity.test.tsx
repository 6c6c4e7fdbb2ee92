import { describe, expect, test } from 'vitest';
import { ConflictError } from '../../../../src/core/errors/app-error.ts';
import type { Activity } from '../../../../src/ui/runtime/activity.ts';
import { activityScreen } from '../../../../src/ui/screens/activity/activity-screen.ts';
import { open, selectedRowOf, update } from '../../../../src/ui/screens/activity/update.ts';
import { ActivityView } from '../../../../src/ui/screens/activity/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longReason, wideName } from '../models/samples.ts';

const done: Activity = {
  id: 1,
  title: 'Promote support-rag latest: v2 to v3',
  command: 'lastgood promote support-rag v3 --to latest',
  startedAt: '2026-11-21T08:40:00.000Z',
  progress: { at: 'done', endedAt: '2026-11-21T08:40:02.500Z' },
};
const failed: Activity = {
  id: 2,
  title: 'Roll back support-rag latest: v3 to v2',
  command: `lastgood rollback support-rag --to v2 --reason '${longReason}'`,
  startedAt: '2026-11-21T08:44:00.000Z',
  progress: {
    at: 'failed',
    endedAt: '2026-11-21T08:44:00.200Z',
    error: new ConflictError('moved-meanwhile', 'latest was moved to v4 by bob.', {
      hint: 'Look and decide again.',
    }),
  },
};
const running: Activity = {
  id: 3,
  title: `Register ${wideName} v8`,
  command: `lastgood register ${wideName} v8`,
  startedAt: '2026-11-21T08:44:55.000Z',
  progress: { at: 'running', detail: '3 of 5 files' },
};
const context = contextAt(80, 24, { activity: [done, failed, running] });

test('the newest write comes first, with how it stands in words', () => {
  const lines = draw(ActivityView, open(context)[0], context);
  expect(lines.slice(0, 4)).toEqual([
    '  STATE       AGE     TOOK  WHAT',
    '> running     now    5.0 s  Register 本番検索モデル v8: 3 of 5 files',
    '  ✗ FAILED     1m   200 ms  Roll back support-rag latest: v3 to v2',
    '  ✓ done       5m    2.5 s  Promote support-rag latest: v2 to v3',
  ]);
  expect(lines.slice(-2)).toEqual([
    'Register 本番検索モデル v8: 3 of 5 files',
    'Same as: lastgood register 本番検索モデル v8',
  ]);
});

test('a failure says what went wrong and what to do', () => {
  const [state] = update(open(context)[0], { type: 'moved', move: 'down' }, context);
  const lines = draw(ActivityView, state, context);
  expect(lines.slice(15, 18)).toEqual([
    'latest was moved to v4 by bob.',
    'Look and decide again.',
    'Roll back support-rag latest: v3 to v2',
  ]);
});

test('without any write it says what will be here', () => {
  const empty = contextAt(80);
  expect(draw(ActivityView, open(empty)[0], empty)[0]).toBe('This console has not written anything yet.');
});

describe('the cursor', () => {
  test('copies the command of its write', () => {
    const [state] = update(open(context)[0], { type: 'moved', move: 'last' }, context);
    expect(activityScreen.copies?.(state, context)).toBe('lastgood promote support-rag v3 --to latest');
  });

  test('has nothing to copy where nothing was written', () => {
    const empty = contextAt(80);
    expect(activityScreen.copies?.(open(empty)[0], empty)).toBeUndefined();
  });

  test('follows when writes are added while the screen is open', () => {
    const [state] = open(contextAt(80, 24, { activity: [done] }));
    expect(selectedRowOf(state, context)).toEqual({ of: 'write', activity: running });
    const [last] = update(state, { type: 'moved', move: 'last' }, context);
    expect(selectedRowOf(last, context)).toEqual({ of: 'write', activity: done });
  });
});

test('in ASCII nothing but ASCII is drawn', () => {
  const theme = createTheme('mono', 'ascii');
  const ascii = contextAt(80, 24, { activity: [done], theme });
  expect(draw(ActivityView, open(ascii)[0], ascii).join('')).toMatch(/^[ -~]*$/);
});

test.each(everyTerminal)('the activity fits %s', (_, where) => {
  const many = Array.from({ length: 200 }, (__, id) => ({ ...failed, id }));
  const full: typeof where = { ...where, activity: many };
  expectToFit(draw(ActivityView, open(full)[0], full), full);
});
