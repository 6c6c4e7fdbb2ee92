import { expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { VersionWeights } from '../../../../src/core/session/load-weights.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/version/update.ts';
import { VersionView } from '../../../../src/ui/screens/version/view.tsx';
import { draw } from '../models/draw.tsx';
import { contextAt, loadedVersions, versionOf } from '../models/sample-registry.ts';
import { rolledBackModel } from '../models/samples.ts';

const context = contextAt(80, 60);
const input = { model: 'rag', version: 'v3' };
const weights = { role: 'weights', sha256: undefined, sizeBytes: undefined } as const;

function weightsLines(names: readonly string[], ...messages: readonly Message[]): readonly string[] {
  const version = versionOf('rag', 'v3', { artifacts: names.map(name => ({ name, ...weights })) });
  const value = { loaded: loadedVersions(rolledBackModel('rag')), version };
  const [opening, effects] = open({ screen: 'version', ...input });
  expect(effects).toContainEqual({ run: 'loadWeights', input });
  const state = [{ type: 'loadVersion/done', input, value } as const, ...messages].reduce<State>(
    (before, message) => update(before, message, context)[0],
    opening,
  );
  const lines = draw(VersionView, state, context);
  const from = lines.indexOf('Weights');
  return from < 0 ? [] : lines.slice(from + 1, lines.indexOf('', from));
}

function known(...value: readonly VersionWeights[]): Message {
  return { type: 'loadWeights/done', input, value };
}

const path = '/models/majora-v3-Q8_0.gguf';

test('the header of each file of weights stands in a line, and what is wrong is said', () => {
  const header = {
    format: 'GGUF',
    ...{ architecture: 'qwen2', parameterCount: 7_615_616_512, quantisation: 'Q8_0' },
    ...{ storage: [], contextLength: 32_768, adapter: undefined, part: undefined },
  } as const;
  const problem = 'its tensors need 8100000000 bytes, and the file has 5000000000';
  expect(
    weightsLines(
      [path, '/models/cut.gguf', '/models/lora/'],
      known(
        { name: path, reading: { state: 'read', header } },
        { name: '/models/cut.gguf', reading: { state: 'truncated', problem } },
        { name: '/models/lora/', reading: { state: 'elsewhere' } },
      ),
    ),
  ).toEqual([
    '  majora-v3-Q8_0.gguf  GGUF, qwen2, 7.62 B parameters, Q8_0, context 32,768',
    '                       tokens',
    '  cut.gguf             TRUNCATED: its tensors need 8100000000 bytes, and the',
    '                       file has 5000000000',
    '  lora                 not on this machine',
  ]);
});

test('weights that are still read, or could not be, say so', () => {
  expect(weightsLines([path])).toEqual(['  majora-v3-Q8_0.gguf  being read']);
  const error = new UnavailableError('file-system-failed', 'The disk is gone.');
  expect(weightsLines([path], { type: 'loadWeights/failed', input, error })).toEqual([
    '  unknown  They could not be read: The disk is gone.',
  ]);
});

test('a version without weights has no such section', () => {
  expect(weightsLines([], known())).toEqual([]);
});
