import { describe, expect, it } from 'vitest';
import { readWish } from '../../../scripts/action/read-wish.ts';

const read = (inputs: Readonly<Record<string, string>>) =>
  readWish(
    Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`LASTGOOD_ACTION_${name}`, value])),
  );

describe('the inputs of the action', () => {
  it('become arguments: options with their values in one, words behind the end of options', () => {
    const wish = read({
      ...{ VERB: 'promote', MODEL: 'rag', WORDS: 'v7', OPTIONS: '--to=production\n\n  --results=out\n' },
      ...{ REASON: 'why\nnot', CONFIRM: 'rag@production', REGISTRY: 'gs://bucket/prefix' },
    });
    expect(wish.argv).toEqual([
      ...[
        'promote',
        '--registry=gs://bucket/prefix',
        '--to=production',
        '--results=out',
        '--reason=why\nnot',
      ],
      ...['--yes', '--confirm=rag@production', '--json', '--', 'rag', 'v7'],
    ]);
    expect(wish.writes).toBe(true);
  });

  it('that come from outside stay one argument each', () => {
    const [options, words] = [['--to=v7\n--yes'], ['--yes', 'a b']].map(list => JSON.stringify(list));
    const wish = read({ VERB: 'show', MODEL: '--yes', OPTIONS: options ?? '', WORDS: words ?? '' });
    expect(wish.argv).toEqual(['show', '--to=v7\n--yes', '--json', '--', '--yes', '--yes', 'a b']);
    expect(wish.writes).toBe(false);
  });

  it("name the model by option to S0's own commands, and ask what is live by a word", () => {
    const wish = read({ VERB: 'rollback_model', MODEL: 'rag', ALIAS: 'latest', OPTIONS: '["", "--yes"]' });
    expect(wish.argv).toEqual(['rollback_model', '--model-name=rag', '--yes', '--json', '--']);
    expect(wish.resolveArgv).toEqual(['resolve', '--alias=latest', '--json', '--', 'rag']);
  });

  it('take no verb that is none, and no list that is none', () => {
    expect(() => read({ VERB: 'models; rm -rf /' })).toThrow('no verb');
    expect(() => read({ VERB: '' })).toThrow('no verb');
    expect(() => read({ VERB: 'models', OPTIONS: '["--a", 1]' })).toThrow('options');
    expect(() => read({ VERB: 'models', WORDS: '[v1' })).toThrow('words');
  });

  it('name a document that stays in its folder', () => {
    expect(read({ VERB: 'afs list' }).name).toBe('afs-list');
    expect(read({ VERB: 'models', NAME: '../../etc/passwd' }).name).toBe('-..-etc-passwd');
  });
});
