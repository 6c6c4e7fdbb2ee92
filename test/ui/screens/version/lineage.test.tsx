import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { LoadedLineage } from '../../../../src/core/session/load-lineage.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/version/update.ts';
import { VersionView } from '../../../../src/ui/screens/version/view.tsx';
import { graphOf, loadedLineage, recorded, row } from '../../../support/lineage-samples.ts';
import { draw } from '../models/draw.tsx';
import { contextAt, loadedVersions, versionOf } from '../models/sample-registry.ts';
import { rolledBackModel } from '../models/samples.ts';

const context = contextAt(80, 60);
const [opening] = open({ screen: 'version', model: 'rag', version: '3' });
const input = { model: 'rag', version: '3' };
const read: Message = {
  type: 'loadVersion/done',
  input,
  value: {
    loaded: loadedVersions(rolledBackModel('rag')),
    version: versionOf('rag', 'v3', { parent: 'v2' }),
  },
};
const known = (value: LoadedLineage): Message => ({
  type: 'loadLineage/done',
  input: { model: 'rag' },
  value,
});

function lineageLines(...messages: readonly Message[]): readonly string[] {
  const state = messages.reduce<State>((before, message) => update(before, message, context)[0], opening);
  const lines = draw(VersionView, state, context);
  const from = lines.indexOf('Lineage');
  return lines.slice(from + 1, lines.indexOf('', from));
}

describe('the lineage of a version', () => {
  const lineage = loadedLineage(
    graphOf(
      [
        recorded('rag:v1', { dataSources: ['oracle'] }),
        recorded('rag:v2', { parent: 'v1' }),
        recorded('rag:v3', {
          parent: 'v2',
          baseModel: 'qwen',
          dataSources: ['toolbench'],
          gitCommit: 'abc1234',
        }),
        recorded('rag:v4', { parent: 'v3' }),
        recorded('veran:v1', { baseModel: 'rag:v3' }),
      ],
      row('rag:v3', { parent: 'v1' }),
    ),
    { 'veran:v1': { state: 'deployed', aliases: ['deployed'] } },
  );

  test('is all that it comes from, what comes from it, its data, and what contradicts itself', () => {
    expect(lineageLines(read, known(lineage))).toEqual([
      '  problem         rag:v3: its parent is v2 by its record, v1 by lineage.json;',
      '                  the record counts.',
      '  made from       v2',
      '  ancestors       v2, v1',
      '  descendants     2 versions, live of them: veran:v1',
      '  base model      qwen',
      '  data            toolbench',
      '  data before it  oracle',
      '  git commit      abc1234',
    ]);
  });

  test('may be read before the version is', () => {
    expect(lineageLines(known(lineage), read)).toHaveLength(9);
  });

  test('is the parent of its record until it is read, and when it cannot be', () => {
    expect(lineageLines(read)).toEqual(['  made from  v2']);
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    const failed: Message = { type: 'loadLineage/failed', input: { model: 'rag' }, error };
    expect(lineageLines(read, failed)).toEqual([
      '  made from  v2',
      '  unknown    The rest could not be read: The disk is gone.',
    ]);
  });

  test('of a version without any says that no parent is recorded', () => {
    const alone = loadedLineage(graphOf([recorded('rag:v3')]));
    expect(lineageLines(read, known(alone))).toEqual(['  made from  no parent is recorded']);
  });
});
