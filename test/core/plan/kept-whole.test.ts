import { beforeEach, expect, test } from 'vitest';
import { type ChangeRequest, prepareChange } from '../../../src/core/session/prepare-change.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { planRegistration } from '../../support/plan-registration.ts';
import { apply, openRegistry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const describe = { change: 'describe', version: undefined, description: null, owner: null } as const;
const notes = `two\nlines, ${'x'.repeat(3000)}`;
const shown = notes.replace('\n', '↵');

let session: Session;
let model: string;

beforeEach(async () => {
  session = openRegistry(createTemporaryFolder());
  const registered = await planRegistration(session);
  model = registered.model;
  await apply(session, registered);
});

async function record(request: ChangeRequest) {
  const receipt = await apply(session, await prepareChange(session, request));
  expect(receipt.outcome).toBe('applied');
  const { entries } = await session.registry.writer.history.readHistory(model);
  return entries.at(-1)?.entry;
}

test('long notes, tags and reasons are kept whole, as they will be shown', async () => {
  const tags = ['y'.repeat(300)];
  expect(await record({ ...describe, model, notes, tags })).toMatchObject({
    facts: [{ notes: shown, tags }],
  });
  const same = await prepareChange(session, { ...describe, model, notes, tags });
  expect(same.changes).toBe(false);
  const hold = { change: 'hold', model, version: undefined, reason: notes } as const;
  expect(await record(hold)).toMatchObject({ reason: shown });
});

test.each([
  ['notes', { notes: 'x'.repeat(16_385), tags: null }, 'The notes'],
  ['a tag', { notes: null, tags: ['x'.repeat(16_385)] }, 'A tag'],
  [
    'too many tags',
    { notes: null, tags: Array.from({ length: 257 }, (_, place) => `t${place}`) },
    '257 tags',
  ],
])('%s that cannot be kept block the plan', async (_what, request, words) => {
  const { blockers } = await prepareChange(session, { ...describe, model, ...request });
  expect(blockers).toMatchObject([{ code: 'usage', message: expect.stringContaining(words) }]);
});

test('a reason that cannot be kept blocks the plan', async () => {
  const hold = { change: 'hold', model, version: undefined, reason: 'x'.repeat(16_385) } as const;
  const { blockers } = await prepareChange(session, hold);
  expect(blockers).toMatchObject([{ code: 'usage', message: expect.stringContaining('The reason') }]);
});
