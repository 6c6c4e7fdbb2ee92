import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../src/core/mirror/compare-sides.ts';
import { planTransfers } from '../../../src/core/mirror/plan-transfers.ts';
import type { SideFile, Sides, SideVersion } from '../../../src/core/mirror/sides.ts';

const nothing: Sides = {
  histories: [],
  files: [],
  versions: new Map(),
  pointers: [],
  strangers: [],
  strangerCount: 0,
};

function file(name: string, change: Partial<SideFile>): SideFile {
  const base = { part: 'version-file', model: 'rag', version: 'v1', generation: undefined } as const;
  return { name, sizeBytes: 10, state: 'only-in-bucket', ...base, ...change };
}

function version(change: Partial<SideVersion>): Sides['versions'] {
  const base = {
    model: 'rag',
    version: 'v1',
    inBucket: 'whole',
    here: 'whole',
    isRetired: false,
    isRegistered: false,
    liveUnder: [],
  } as const;
  return new Map([['rag_v1', { ...base, ...change }]]);
}

describe('two sides', () => {
  it('that are the same have no difference, and nothing is carried', () => {
    const sides = { ...nothing, versions: version({}) };
    expect(compareSides(sides)).toEqual([]);
    for (const direction of ['pull', 'push'] as const)
      expect(planTransfers(sides, { direction, prune: true })).toEqual([]);
  });

  it('speak of the files of a version together, and of a single one by its name', () => {
    const files = [
      file('rag_v1/a', {}),
      file('rag_v1/deep/b', {}),
      file('rag_v1/c', { state: 'changed-here' }),
    ];
    expect(compareSides({ ...nothing, files, versions: version({}) })).toMatchObject([
      { kind: 'only-in-bucket', name: 'rag_v1', detail: '2 files (20 bytes) in the bucket only' },
      { kind: 'changed-here', name: 'rag_v1/c' },
    ]);
  });

  it('never show a control character of a name', () => {
    const strangers = [{ name: 'a\u001b[31mb', why: 'not part of a registry' }];
    const [difference] = compareSides({ ...nothing, strangers, strangerCount: 1 });
    expect(difference?.name).toBe('a^[[31mb');
  });

  it.each([
    ['pull', 'only-in-bucket', 'add'],
    ['pull', 'changed-here', 'set-aside'],
    ['pull', 'changed-in-bucket', 'set-aside'],
    ['pull', 'differs', 'set-aside'],
    ['pull', 'only-here', undefined],
    ['pull', 'gone-from-bucket', undefined],
    ['pull', 'damaged-in-bucket', undefined],
    ['push', 'only-here', 'add'],
    ['push', 'only-in-bucket', undefined],
    ['push', 'changed-here', undefined],
    ['push', 'changed-in-bucket', undefined],
    ['push', 'gone-from-bucket', undefined],
  ] as const)('are brought together by a %s of what is %s', (direction, state, act) => {
    const sides = {
      ...nothing,
      files: [file('rag_v1/a', { state })],
      versions: version({ inBucket: 'absent' }),
    };
    expect(planTransfers(sides, { direction, prune: false }).map(transfer => transfer.act)).toEqual(
      act === undefined ? [] : [act],
    );
  });

  it('never have an entry of the history replaced', () => {
    for (const state of ['changed-here', 'changed-in-bucket', 'differs', 'gone-from-bucket'] as const) {
      const entry = file('.lastgood/history/rag/00000001.json', { part: 'history', state, generation: 1 });
      for (const direction of ['pull', 'push'] as const)
        expect(planTransfers({ ...nothing, files: [entry] }, { direction, prune: true })).toEqual([]);
    }
  });

  it.each([
    [{ here: 'whole', inBucket: 'absent', isRetired: true }, 'pull', ['remove']],
    [{ here: 'whole', inBucket: 'absent', isRetired: false }, 'pull', []],
    [{ here: 'whole', inBucket: 'whole', isRetired: true }, 'pull', []],
    [{ here: 'absent', inBucket: 'whole', isRetired: true }, 'push', ['remove']],
    [{ here: 'absent', inBucket: 'whole', isRetired: false }, 'push', []],
  ] as const)(
    'lose a version only with prune, and only when its history says it is gone: %o',
    (change, direction, acts) => {
      const sides = { ...nothing, versions: version(change) };
      expect(planTransfers(sides, { direction, prune: false })).toEqual([]);
      expect(planTransfers(sides, { direction, prune: true }).map(({ act }) => act)).toEqual(acts);
    },
  );
});
