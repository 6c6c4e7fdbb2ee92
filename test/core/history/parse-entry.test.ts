import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatHistoryEntry, parseHistoryEntry } from '../../../src/core/history/parse-entry.ts';
import { sampleEntry } from '../../support/sample-entries.ts';
import { gatedFact, sampleReport } from '../../support/sample-report.ts';

const entry = sampleEntry(2, {
  facts: [
    { kind: 'registered', version: 'v2', metadataSha256: 'a'.repeat(64) },
    { kind: 'held', version: null },
    { kind: 'state', version: 'v2', from: 'draft', to: 'completed' },
    { kind: 'described', version: 'v2', notes: 'two\nlines', tags: ['a'] },
    { kind: 'digest', version: 'v2', check: 'unverified' },
    gatedFact(sampleReport()),
    { kind: 'rolled-back-before', version: 'v2', target: 'v1', at: 'last year', actor: 'bob', reason: '' },
  ],
  gate: {
    verdict: 'FAIL',
    overridden: true,
    bound: { policy: 'rag', policySha256: 'a'.repeat(64), reportSha256: 'b'.repeat(64) },
    unbound: true,
  },
});

describe('a history entry', () => {
  test('what was written is read back, with the same bytes', () => {
    const text = formatHistoryEntry(entry);
    expect(text.endsWith('}\n')).toBe(true);
    const parsed = parseHistoryEntry(JSON.parse(text));
    expect(parsed).toEqual({ parsed: 'entry', entry });
    expect(parsed.parsed === 'entry' && formatHistoryEntry(parsed.entry)).toBe(text);
  });

  test('fields that are not ours stay', () => {
    const text = formatHistoryEntry({ ...entry, ticket: 'INC-7' } as typeof entry);
    const parsed = parseHistoryEntry(JSON.parse(text));
    expect(parsed.parsed === 'entry' && formatHistoryEntry(parsed.entry)).toBe(text);
  });

  test('scores are read back, and make the entry one that older programs call too new', () => {
    const facts = [{ kind: 'scored', version: 'v2', metrics: { accuracy: 0, loss: -1.5 } }] as const;
    const scored = { ...entry, facts, action: 'score', format: 2 } as const;
    expect(parseHistoryEntry(JSON.parse(formatHistoryEntry(scored)))).toEqual({
      parsed: 'entry',
      entry: scored,
    });
    expect(parseHistoryEntry({ ...scored, format: 1 })).toEqual({
      parsed: 'malformed',
      problem: 'format is 1, and what it records needs 2',
    });
  });

  test('where a version is published is read back, and makes the entry one that older programs call too new', () => {
    const fact = {
      version: 'v2',
      hub: 'https://hub.example',
      repository: 'acme/tiny',
      tag: 'v2',
      commit: 'abc',
    };
    const facts = [{ kind: 'published', ...fact }] as const;
    const published = { ...entry, facts, action: 'describe', format: 3 } as const;
    expect(parseHistoryEntry(JSON.parse(formatHistoryEntry(published)))).toEqual({
      parsed: 'entry',
      entry: published,
    });
    expect(parseHistoryEntry({ ...published, format: 2 })).toEqual({
      parsed: 'malformed',
      problem: 'format is 2, and what it records needs 3',
    });
  });

  test('a description and an owner may stand in it, and need no new format', () => {
    const facts = [
      { kind: 'described', version: null, notes: null, tags: null, description: 'persona', owner: 'anna' },
    ] as const;
    expect(parseHistoryEntry({ ...entry, facts })).toMatchObject({ parsed: 'entry' });
    expect(parseHistoryEntry({ ...entry, facts: [{ ...facts[0], owner: 7 }] })).toEqual({
      parsed: 'malformed',
      problem: 'facts has an item 0 that facts[0].owner is not a text',
    });
  });

  test.each([
    [{ accuracy: '0.9' }, 'accuracy that is not a finite number'],
    [{ accuracy: null }, 'accuracy that is not a finite number'],
    [{ '': 1 }, 'a name that is empty'],
    [{ ['x'.repeat(201)]: 1 }, 'longer than 200'],
    [[], 'is not an object'],
    [Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`m${at}`, at])), 'more than 1000 numbers'],
  ])('scores of %j are malformed', (metrics, problem) => {
    const facts = [{ kind: 'scored', version: 'v2', metrics }];
    const parsed = parseHistoryEntry({ ...entry, format: 2, facts });
    expect(parsed.parsed === 'malformed' && parsed.problem).toContain(problem);
  });

  test('a larger format number is too new, whatever else it says', () => {
    expect(parseHistoryEntry({ format: 4 })).toEqual({ parsed: 'too-new', format: 4 });
  });

  test.each([
    [{ format: 0 }, 'format is none of 1, 2, 3'],
    [{ format: '1' }, 'format is none of 1, 2, 3'],
    [{ model: '../etc' }, 'model begins with a dot'],
    [{ generation: 0 }, 'generation is not a whole number from 1'],
    [{ generation: 1.5 }, 'generation is not a whole number from 1'],
    [{ generation: 1 }, 'previousDigest is null at generation 1 and nowhere else'],
    [{ previousDigest: null }, 'previousDigest is null at generation 1 and nowhere else'],
    [{ previousDigest: 'abc' }, 'previousDigest is not a sha256'],
    [{ operationId: '' }, 'operationId is not an id'],
    [{ at: '2026-11-21' }, 'at is not a time in UTC'],
    [{ at: '2026-13-21T00:00:00Z' }, 'at is not a time in UTC'],
    [{ action: 'delete' }, 'action is none of'],
    [{ actor: undefined }, 'actor is not a text'],
    [{ moves: {} }, 'moves is not a list'],
    [{ moves: [{ alias: 'latest', from: null }] }, 'moves has an item 0 that moves[0].to is missing'],
    [{ moves: [{ alias: '\x1b[2J', from: null, to: 'v1' }] }, 'holds a control character'],
    [{ facts: [{ kind: 'constructor' }] }, 'is of no known kind'],
    [{ facts: [{ kind: 'held' }] }, 'version is missing'],
    [{ gate: { verdict: 'MAYBE', overridden: false } }, 'is none of NONE, PASS'],
    [{ gate: { verdict: 'PASS', overridden: 1 } }, 'is not true or false'],
    [{ gate: { verdict: 'PASS', overridden: false, unbound: false } }, 'has an unbound that is not true'],
    [{ gate: { verdict: 'PASS', overridden: false, bound: null } }, 'is not an object'],
    [{ gate: { verdict: 'PASS', overridden: false, bound: { policy: 'rag' } } }, 'policySha256 is missing'],
    [{ facts: [{ ...gatedFact(sampleReport()), verdict: 'NONE' }] }, 'verdict is none of PASS'],
    [{ facts: [{ ...gatedFact(sampleReport()), reportSha256: '../x' }] }, 'reportSha256 is not a sha256'],
    [{ facts: [{ ...gatedFact(sampleReport()), expiresAt: 'never' }] }, 'expiresAt is not a time in UTC'],
    [{ facts: [{ ...gatedFact(sampleReport()), alias: 'a/b' }] }, 'alias holds'],
    [{ reason: 'x'.repeat(20_000) }, 'reason is longer than'],
  ])('%j is malformed', (change, problem) => {
    const parsed = parseHistoryEntry({ ...entry, ...change });
    expect(parsed.parsed).toBe('malformed');
    expect(parsed.parsed === 'malformed' && parsed.problem).toContain(problem);
  });

  test('no field may be left out', () => {
    for (const field of Object.keys(entry)) {
      const rest = Object.fromEntries(Object.entries(entry).filter(([name]) => name !== field));
      expect(parseHistoryEntry(rest), field).toMatchObject({ parsed: 'malformed' });
    }
  });

  test('whatever JSON it is given, it says what it is and throws nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), json => {
        expect(['entry', 'too-new', 'malformed']).toContain(parseHistoryEntry(json).parsed);
      }),
    );
    for (const json of [null, 1, 'x', [], true]) expect(parseHistoryEntry(json).parsed).toBe('malformed');
  });
});
