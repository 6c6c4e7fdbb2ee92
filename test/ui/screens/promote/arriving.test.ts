import { describe, expect, test } from 'vitest';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import { bindings } from '../../../../src/ui/screens/promote/keys.ts';
import type { Message, State } from '../../../../src/ui/screens/promote/state.ts';
import { open, selectedVersion, update } from '../../../../src/ui/screens/promote/update.ts';
import { arrivingAmong } from '../models/arriving-versions.ts';
import { contextAt } from '../models/sample-registry.ts';

const context = contextAt(80);
const down: Message = { type: 'moved', move: 'down' };

function read(value: LoadedVersions): Message {
  return { type: 'loadVersions/done', input: { model: 'rag' }, value };
}

function after(...messages: readonly Message[]): State {
  const [opening] = open({ screen: 'promote', model: 'rag', version: undefined });
  return messages.reduce((state, message) => update(state, message, context)[0], opening);
}

const nameOf = (state: State) => selectedVersion(state)?.version;
const reasonNotToEnter = (state: State) =>
  bindings
    .find(({ keys, label }) => keys.includes('enter') && label === 'Choose')
    ?.disabled?.(state, context);

/** Three versions of the first page, all of them here, while the list is still being read. */
const firstPage = read(arrivingAmong(3, [], { isArriving: true }));

describe('a promotion while versions arrive', () => {
  test('a cursor that nobody moved follows the newest version', () => {
    const listed = after(firstPage, read(arrivingAmong(5, ['v5', 'v4'])));
    expect(nameOf(listed)).toBe('v5');
    expect(reasonNotToEnter(listed)).toBe('v5 is still on its way from the bucket.');
    const [here] = update(listed, read(arrivingAmong(5, ['v4'])), context);
    expect(nameOf(here)).toBe('v5');
    expect(reasonNotToEnter(here)).toBeUndefined();
  });

  test('while the bucket is listed enter does nothing, until a key has moved the cursor', () => {
    expect(reasonNotToEnter(after(firstPage))).toBe(
      'The list is still being read: wait, or choose a version with j and k.',
    );
    expect(reasonNotToEnter(after(firstPage, down))).toBeUndefined();
    expect(reasonNotToEnter(after(firstPage, read(arrivingAmong(3, []))))).toBeUndefined();
  });

  test('a row that a person moved to stays theirs when newer ones come', () => {
    expect(nameOf(after(firstPage, down, read(arrivingAmong(5, ['v5']))))).toBe('v2');
  });

  test('a version that was named is theirs as soon as it is listed', () => {
    const [opening] = open({ screen: 'promote', model: 'rag', version: 'v4' });
    const [early] = update(opening, firstPage, context);
    expect(nameOf(early)).toBe('v3');
    expect(reasonNotToEnter(early)).toMatch(/still being read/);
    expect(nameOf(update(early, read(arrivingAmong(5, ['v5'])), context)[0])).toBe('v4');
  });
});
