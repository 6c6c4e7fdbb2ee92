import { describe, expect, test } from 'vitest';
import { verifyHistory } from '../../../../src/core/history/chain.ts';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import { describeHistory } from '../../../../src/ui/command-line/documents/history-document.ts';
import { historySchema } from '../../../../src/ui/command-line/json/history.ts';
import { printHistory } from '../../../../src/ui/command-line/print-history.ts';
import { open, update } from '../../../../src/ui/screens/history/update.ts';
import { HistoryView } from '../../../../src/ui/screens/history/view.tsx';
import { explainConcern, wordOfModel } from '../../../../src/ui/screens/models/model-state.ts';
import { allCapabilities } from '../../../support/capabilities.ts';
import { sha256OfText } from '../../../support/sample-entries.ts';
import { record, recordTie, type ServerModel, serverPlanning } from '../../../support/server-status.ts';
import { draw } from '../models/draw.tsx';
import { contextAt } from '../models/sample-registry.ts';

const toProduction = (from: string | null, to: string) => ({
  moves: [{ alias: 'Production', from, to }],
});
const before = record([], [toProduction(null, 'v1')]);
const tied = recordTie(before, toProduction('v1', 'v2'), toProduction('v1', 'v3'));

const context = contextAt(100, 24, { capabilities: { ...allCapabilities, compareAndSwap: false } });

function drawHistory(model: ServerModel): readonly string[] {
  const { index, status } = serverPlanning(model);
  const value: LoadedVersions = { index, status, policies: new Map(), versions: [] };
  const [opening] = open({ screen: 'history', model: 'rag' });
  const [state] = update(opening, { type: 'loadModel/done', input: { model: 'rag' }, value }, context);
  return draw(HistoryView, state, context);
}

describe('the history of a model on a server that leads', () => {
  test('says which entries have no known order, and why there may be such', () => {
    const lines = drawHistory({ count: 3, stages: { Production: ['v3'] }, entries: tied });
    expect(lines.slice(0, 2).join('').replace(/\s+/g, ' ')).toContain(
      'The history of rag is intact, 3 entries, the order of 2 of them unknown. Best effort: the server has no compare-and-swap',
    );
    expect(lines.filter(line => line.includes('order unknown'))).toHaveLength(2);
    expect(lines.join('\n')).toContain(
      'order     Unknown: another entry has generation 2 too, written at the same time.',
    );
  });

  test('shows a move made elsewhere as one, and not as drift', () => {
    const lines = drawHistory({ count: 3, stages: { Production: ['v2'] }, entries: before }).join('\n');
    expect(lines).toContain('moved     Production v1 → v2    ?         not on record yet');
    expect(lines).toContain('Moved outside lastgood, as other programs may here. The next write records it.');
    expect(lines).not.toContain('DRIFT');
  });

  test('the command line prints it, and its document says so too', () => {
    const { status } = serverPlanning({ count: 3, stages: { Production: ['v3'] }, entries: tied });
    const { model, entries } = status.index;
    const printed = printHistory(model, entries, undefined, { width: 200 });
    expect(printed.filter(line => line.includes('promote, order unknown'))).toHaveLength(2);
    const verdict = verifyHistory(status.index, undefined, sha256OfText);
    const document = historySchema.parse(describeHistory(model, entries, verdict, undefined));
    expect(document.entries.map(({ orderUnknown }) => orderUnknown)).toEqual([false, true, true]);
  });
});

test('on the models screen a move made elsewhere is a word that asks for nothing', () => {
  const { status } = serverPlanning({ count: 3, stages: { Production: ['v2'] }, entries: before });
  expect(wordOfModel(status)).toEqual({ text: 'MOVED', tone: 'warning' });
  const [concern] = status.concerns;
  expect(concern && explainConcern(concern, status)).toEqual({
    what: 'Production moved to v2 outside lastgood, was v1.',
    advice: ['Another program moved it, as it may here. The next write puts that on record.'],
  });
});
