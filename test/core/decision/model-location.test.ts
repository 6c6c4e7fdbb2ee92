import { expect, test } from 'vitest';
import { readModelLocation } from '../../../src/core/decision/model-location.ts';
import type { EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';

/** As S1's training wrote it. */
const written = {
  mlflow_run_id: '87fc8f8df86a42d4b65ab8cbfec27e76',
  tracking_uri: 'https://example.org/chatbot.mlflow',
  dvc_stage: 'fine_tuning',
  timestamp: '20250521_100704',
  model_name: 'EleutherAI/gpt-neo-125m',
  fine_tuned: true,
};

test('a location is read whole', () => {
  expect(readModelLocation('location.json', written, {})).toEqual({
    ok: true,
    location: {
      runId: '87fc8f8df86a42d4b65ab8cbfec27e76',
      trackingUri: 'https://example.org/chatbot.mlflow',
      baseModel: 'EleutherAI/gpt-neo-125m',
      trainedAt: '20250521_100704',
    },
  });
});

test.each<readonly [EvidenceValue, string]>([
  [[], 'location.json is a list, not an object.'],
  [null, 'location.json is null, not an object.'],
  [{ ...written, fine_tuned: 1 }, 'fine_tuned is 1'],
  [{ ...written, mlflow_run_id: ' ' }, 'location.json has no mlflow_run_id'],
  [{ ...written, mlflow_run_id: 7 }, 'location.json has no mlflow_run_id'],
])('%j is refused', (value, words) => {
  expect(readModelLocation('location.json', value, {})).toMatchObject({
    ok: false,
    problem: expect.stringContaining(words),
  });
});

test.each([
  [{ run_id: 'other' }, 'they say run_id is text ("other")'],
  [{ base_model: 'other' }, 'they say base_model is text ("other")'],
  [{ model_name: 3 }, 'they say model_name is 3'],
])('metrics that say %j are of another model', (metrics, words) => {
  expect(readModelLocation('location.json', written, metrics)).toMatchObject({
    ok: false,
    problem: expect.stringContaining(words),
  });
});

test('a password in the address of the server is left out', () => {
  const tracking_uri = 'https://anna:secret@example.org/chatbot.mlflow';
  expect(readModelLocation('location.json', { ...written, tracking_uri }, {})).toMatchObject({
    location: { trackingUri: 'https://example.org/chatbot.mlflow' },
  });
});

test('texts of a location are safe to show', () => {
  const reading = readModelLocation('location.json', { ...written, tracking_uri: 'a\u001b[2Jb' }, {});
  expect(reading).toMatchObject({ location: { trackingUri: 'a^[[2Jb' } });
});
