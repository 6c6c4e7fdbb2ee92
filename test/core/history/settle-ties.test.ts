import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../../src/core/history/chain.ts';
import { settleTies } from '../../../src/core/history/settle-ties.ts';
import { sha256OfText } from '../../support/sample-entries.ts';
import { record, recordTie, serverStatus } from '../../support/server-status.ts';

function toProduction(version: string) {
  return { moves: [{ alias: 'Production', from: 'v1', to: version }] };
}

const before = record([], [toProduction('v1')]);
const tied = recordTie(before, toProduction('v2'), toProduction('v3'));

describe('two entries of one generation', () => {
  test('are no fork where nobody can tell which came first, and the words say so', () => {
    expect(verifyChain(tied, [], undefined, sha256OfText)).toMatchObject({
      verdict: 'intact',
      words: 'is intact, 3 entries, the order of 2 of them unknown',
    });
  });

  test('are a fork where one of them says nothing of that', () => {
    const [, one, other] = tied;
    if (one === undefined || other === undefined) throw new Error('nothing is tied');
    const { orderUnknown: _, ...known } = one;
    const mixed = [...before, known, other];
    expect(verifyChain(mixed, [], undefined, sha256OfText)).toMatchObject({ verdict: 'forked' });
  });

  test.each([1, 2])('may be followed by an entry after any of them: the %i. one', place => {
    const entries = [before, tied.slice(place, place + 1)].flat();
    const next = record(entries, [toProduction('v4')]).slice(-1);
    const chain = [...tied, ...next.map(stored => ({ ...stored }))];
    expect(verifyChain(chain, [], undefined, sha256OfText).verdict).toBe('intact');
  });

  test('are not followed by an entry after a third one', () => {
    const strange = record(record(before, [toProduction('v9')]), [toProduction('v4')]).slice(-1);
    expect(verifyChain([...tied, ...strange], [], undefined, sha256OfText)).toMatchObject({
      verdict: 'altered',
      generation: 2,
    });
  });

  test('both fit a checkpoint', () => {
    for (const { digest } of tied.slice(1))
      expect(verifyChain(tied, [], { count: 2, headDigest: digest }, sha256OfText).verdict).toBe('intact');
    const other = { count: 2, headDigest: '0'.repeat(64) };
    expect(verifyChain(tied, [], other, sha256OfText).verdict).toBe('forked');
  });

  test('are taken in the order that ends where the server is: what a colleague did is no news', () => {
    for (const live of ['v2', 'v3']) {
      const status = serverStatus({ count: 3, stages: { Production: [live] }, entries: tied });
      expect(status.recorded.aliases.get('Production')?.version).toBe(live);
      expect(status.concerns).toEqual([]);
    }
  });

  test('stay in place where nothing outside speaks for one of them', () => {
    expect(settleTies({ entries: tied, pointers: [] })).toEqual(tied);
  });
});
