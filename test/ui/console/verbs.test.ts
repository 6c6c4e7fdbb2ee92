import { describe, expect, test } from 'vitest';
import { consoleVerbs } from '../../../src/ui/console/verbs.ts';

function open(name: string, ...words: readonly string[]) {
  const verb = consoleVerbs.find(each => each.name === name);
  if (verb === undefined) throw new Error(`there is no verb ${name}`);
  return verb.open(words);
}

describe('the palette', () => {
  test('records a state', () => {
    expect(open('state', 'rag', 'v2', 'training')).toEqual({
      route: { screen: 'change', wanted: { change: 'state', model: 'rag', version: 'v2', to: 'training' } },
    });
    expect(open('state', 'rag', 'v2', 'live')).toEqual({
      problem: 'States: draft, training, completed, deployed, deprecated, archived.',
    });
  });

  test('records a score, and says why something is none', () => {
    expect(open('score', 'rag', 'v2', 'accuracy=0')).toEqual({
      route: {
        screen: 'change',
        wanted: { change: 'score', model: 'rag', version: 'v2', metrics: { accuracy: 0 } },
      },
    });
    expect(open('score', 'rag', 'v2', 'accuracy=good')).toEqual({
      problem: 'That has a value that is no finite number: write accuracy=0.94.',
    });
  });

  test('leaves it to the registry which alias a gate is of', () => {
    expect(open('gate', 'rag', 'v2')).toEqual({
      route: { screen: 'gate', model: 'rag', version: 'v2', alias: undefined },
    });
  });
});
