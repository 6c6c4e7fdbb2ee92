import { describe, expect, test } from 'vitest';
import {
  chooseLastGood,
  choosePrevious,
  findLastGoodToCome,
} from '../../../../src/core/rollback/choose-target.ts';
import { rankRollbackTargets } from '../../../../src/core/rollback/rank-targets.ts';
import type { RollbackChoices } from '../../../../src/core/session/prepare-rollback.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import { bindings } from '../../../../src/ui/screens/rollback/keys.ts';
import {
  type Message,
  open,
  type State,
  selectedTarget,
  update,
} from '../../../../src/ui/screens/rollback/update.ts';
import { RollbackView } from '../../../../src/ui/screens/rollback/view.tsx';
import { samplePlan } from '../../../support/sample-plan.ts';
import { arrivingAmong } from '../models/arriving-versions.ts';
import { draw } from '../models/draw.tsx';
import { chainOf, contextAt, moveLatest, now } from '../models/sample-registry.ts';

const context = contextAt(80);

/** v5, v2 and v3 were live, in that order; v4 is live. */
const entries = chainOf('rag', [
  { ...moveLatest(null, 'v5'), at: '2026-11-01T10:00:00.000Z' },
  { ...moveLatest('v5', 'v2'), at: '2026-11-05T10:00:00.000Z' },
  { ...moveLatest('v2', 'v3'), at: '2026-11-10T10:00:00.000Z' },
  { ...moveLatest('v3', 'v4'), at: '2026-11-20T18:00:00.000Z' },
]);

function choicesWith(toCome: readonly string[], changes: Parameters<typeof arrivingAmong>[2] = {}) {
  const loaded = arrivingAmong(6, toCome, { entries, ...changes });
  const { status } = loaded;
  const candidates = rankRollbackTargets(status, 'latest', loaded.versions, new Map(), now);
  const waitsFor = findLastGoodToCome(status, candidates);
  const choices: RollbackChoices = {
    ...{ loaded, alias: 'latest', live: status.effective.aliases.get('latest')?.version ?? undefined },
    ...{ candidates, toCome: waitsFor },
    lastGood: waitsFor === undefined ? chooseLastGood(candidates) : undefined,
    previous: choosePrevious(status, 'latest'),
  };
  return choices;
}

function read(choices: RollbackChoices): Message {
  return { type: 'loadRollbackChoices/done', input: { model: 'rag', alias: undefined }, value: choices };
}

function continued(from: State, ...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], from);
}

function after(...messages: readonly Message[]): State {
  return continued(open({ screen: 'rollback', model: 'rag', version: undefined })[0], ...messages);
}

const down: Message = { type: 'moved', move: 'down' };
const up: Message = { type: 'moved', move: 'up' };
const reasonNotToEnter = (state: State) =>
  bindings
    .find(({ keys, label }) => keys.includes('enter') && label === 'Choose')
    ?.disabled?.(state, context);
const nameOf = (state: State) => selectedTarget(state)?.version;

describe('a rollback while records arrive', () => {
  test('preselects nothing while the version that was live last is on its way', () => {
    const state = after(read(choicesWith(['v3', 'v1'])));
    const reason = 'v3 would be the last good; its record is still arriving. Wait, or choose with j and k.';
    expect(reasonNotToEnter(state)).toBe(reason);
    const lines = draw(RollbackView, state, context);
    expect(lines).toContain('v3 would be the last good; its record is still arriving.');
    expect(lines.join('\n')).not.toContain('Last good:');
  });

  test('preselects it once its record is here, whatever else is on its way', () => {
    const state = after(read(choicesWith(['v3', 'v2', 'v1'])), read(choicesWith(['v2', 'v1'])));
    expect(nameOf(state)).toBe('v3');
    expect(reasonNotToEnter(state)).toBeUndefined();
  });

  test('a version that came first is not taken for the last good one, before and after', () => {
    const early = after(read(choicesWith(['v3', 'v2'])));
    expect(nameOf(early)).not.toBe('v5');
    expect(nameOf(after(read(choicesWith(['v3', 'v2'])), read(choicesWith(['v2']))))).toBe('v3');
  });

  test('a row that a person moved to is theirs and may be chosen', () => {
    const moved = after(read(choicesWith(['v3', 'v2'])), down, down);
    expect(nameOf(moved)).toBe('v5');
    expect(reasonNotToEnter(moved)).toBeUndefined();
    const [later] = update(moved, read(choicesWith([])), context);
    expect(nameOf(later)).toBe('v5');
  });

  test('a row on its way cannot be chosen, moved to or not', () => {
    const state = after(read(choicesWith(['v3'])), down, up);
    expect(nameOf(state)).toBe('v3');
    expect(reasonNotToEnter(state)).toBe('v3 cannot be chosen: arriving.');
  });

  test('one that is taken back or held does not stand in the way, on its way or not', () => {
    const held = chainOf('rag', [
      ...entries.map(({ entry }) => ({ moves: entry.moves, at: entry.at })),
      { moves: [], facts: [{ kind: 'held', version: 'v3' }], action: 'hold', at: '2026-11-20T19:00:00.000Z' },
    ]);
    const state = after(read(choicesWith(['v3'], { entries: held })));
    expect(nameOf(state)).toBe('v2');
    expect(reasonNotToEnter(state)).toBeUndefined();
  });

  test('before the bucket was listed to its end nothing is known: neither what is live nor what was', () => {
    const state = after(read(choicesWith(['v1'], { isArriving: true, entries: [] })));
    const lines = draw(RollbackView, state, context);
    expect(lines).toContain('What is live is not known yet: the list is still being read.');
    expect(lines.join('\n')).not.toMatch(/Nothing is (live|proven)/);
    expect(reasonNotToEnter(state)).toMatch(/^What is live is not known yet/);
  });

  test('a review of another version says so, and is planned again when more has come', () => {
    const chosen = after(read(choicesWith(['v3', 'v2'])), down, down, { type: 'target-chosen' });
    expect(chosen).toMatchObject({ at: 'acting', target: { version: 'v5' } });
    expect(draw(RollbackView, chosen, context)).toContain(
      'v3 would be the last good; its record is still arriving.',
    );
    const planning = continued(
      chosen,
      { type: 'reason-edited', field: createTextField('INC-7') },
      { type: 'reason-given' },
    );
    const input = {
      model: 'rag',
      alias: 'latest',
      version: 'v5',
      reason: 'INC-7',
      digest: 'not-checked',
    } as const;
    const review = continued(planning, {
      type: 'planRollback/done',
      input,
      value: samplePlan({ act: 'rollback' }),
    });
    expect(review).toMatchObject({ at: 'acting', act: { at: 'review' } });
    const [, effects] = update(review, { type: 'registry-changed' }, context);
    expect(effects).toContainEqual({ run: 'planRollback', input });
    const [later] = update(review, read(choicesWith([])), context);
    expect(draw(RollbackView, later, context)).toContain('The last good version is v3, not this one.');
  });
});
