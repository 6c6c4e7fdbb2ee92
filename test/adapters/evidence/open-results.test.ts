import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createResultsFolder } from '../../../src/adapters/evidence/open-results.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import type { EvidenceFile } from '../../../src/core/evidence/evidence-file.ts';
import type { EvidenceSource } from '../../../src/core/gate/policy.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function source(name: string, ...files: readonly string[]): EvidenceSource {
  return { name, format: 'summary', files, presence: 'required' };
}

const main = source('main', 'core_eval_main/summary.json', 'summary.json');

function write(root: string, path: string, text: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return join(root, path);
}

function open(path: string) {
  return createResultsFolder(path, createNodeFileSystem());
}

async function load(root: string, ...sources: readonly EvidenceSource[]): Promise<readonly EvidenceFile[]> {
  return await open(root).loadEvidence(sources);
}

async function loadOne(root: string, one: EvidenceSource = main): Promise<EvidenceFile> {
  const [found] = await load(root, one);
  if (found === undefined) throw new Error('nothing was answered');
  return found;
}

test('a file is read with its digest, its size, and when and where it was written', async () => {
  const root = createTemporaryFolder();
  const text = '{"groundedness": 4.1, "latency_total": NaN}';
  const path = write(root, 'core_eval_main/summary.json', text);
  utimesSync(path, new Date('2026-11-21T03:00:00Z'), new Date('2026-11-21T03:00:00Z'));
  expect(await loadOne(root)).toEqual({
    source: 'main',
    state: 'read',
    file: {
      name: 'core_eval_main/summary.json',
      value: { groundedness: 4.1, latency_total: Number.NaN },
      sha256: createHash('sha256').update(text).digest('hex'),
      sizeBytes: text.length,
      writtenAt: '2026-11-21T03:00:00.000Z',
      path: realpathSync(path),
    },
    repeats: [],
  });
});

test('of several names the first that is there counts, and every source is answered in the order asked', async () => {
  const root = createTemporaryFolder();
  write(root, 'summary.json', '{"a": 1}');
  const found = await load(root, source('tuning', 'tuning.json', 'b/tuning.json'), main);
  expect(found).toMatchObject([
    { source: 'tuning', state: 'missing', name: 'tuning.json or b/tuning.json' },
    { source: 'main', state: 'read', file: { name: 'summary.json' } },
  ]);
});

describe('a file that is there and cannot be used is said, not passed over for the next one', () => {
  const spoilt: Readonly<Record<string, readonly [(path: string) => void, string]>> = {
    torn: [path => writeFileSync(path, '{"a": 1'), 'torn: '],
    malformed: [path => writeFileSync(path, '{"a": 1,}'), 'malformed: '],
    ambiguous: [path => writeFileSync(path, '{"a": 1, "a": 2}'), 'ambiguous: the key "a" stands twice'],
    empty: [path => writeFileSync(path, ''), 'empty'],
    'not UTF-8': [path => writeFileSync(path, Uint8Array.of(0x22, 0xff, 0x22)), 'malformed: not UTF-8'],
    'too deep': [path => writeFileSync(path, '['.repeat(100) + ']'.repeat(100)), 'nested deeper than 64'],
    'too large': [path => truncateSync(path, 256 * 1024 * 1024 + 1), 'too large: more than 268435456 bytes'],
    'a folder': [
      path => {
        rmSync(path);
        mkdirSync(path);
      },
      'not a regular file: a folder stands there',
    ],
    'a pipe': [
      path => {
        rmSync(path);
        execFileSync('mkfifo', [path]);
      },
      'not a regular file',
    ],
    'a link out of the folder': [
      path => {
        rmSync(path);
        symlinkSync('/etc/hostname', path);
      },
      'behind a link that leaves the folder',
    ],
    'a link in a circle': [
      path => {
        rmSync(path);
        symlinkSync('summary.json', path);
      },
      'a link that leads in a circle',
    ],
  };
  test.each(Object.entries(spoilt))('%s', async (_, [spoil, problem]) => {
    const root = createTemporaryFolder();
    write(root, 'summary.json', '{"a": 1}');
    spoil(write(root, 'core_eval_main/summary.json', '{"a": 1}'));
    expect(await loadOne(root)).toMatchObject({
      source: 'main',
      state: 'unusable',
      name: 'core_eval_main/summary.json',
      problem: expect.stringContaining(problem),
    });
  });

  test('without permission', async () => {
    const root = createTemporaryFolder();
    write(root, 'core_eval_main/summary.json', '{}');
    const refusing = {
      ...createNodeFileSystem(),
      readFile: async () => {
        throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
      },
    };
    const [found] = await createResultsFolder(root, refusing).loadEvidence([main]);
    expect(found).toMatchObject({
      state: 'unusable',
      problem: 'unreadable: permission denied (EACCES)',
    });
  });
});

describe('a path cannot leave the folder', () => {
  test.each([
    '../secret.json',
    '/etc/hostname',
    'a/../../secret.json',
    'a//b.json',
    'a\\b.json',
    '.hidden',
    'a\u0000b',
  ])('%j', async path => {
    const folder = createTemporaryFolder();
    write(folder, 'secret.json', '{"secret": 1}');
    mkdirSync(join(folder, 'results'));
    expect(await loadOne(join(folder, 'results'), source('main', path))).toMatchObject({
      state: 'unusable',
      problem: expect.stringContaining('no path inside the folder'),
    });
  });

  test('a folder that is a link out of it is not followed', async () => {
    const folder = createTemporaryFolder();
    write(folder, 'elsewhere/summary.json', '{"secret": 1}');
    mkdirSync(join(folder, 'results'));
    symlinkSync('../elsewhere', join(folder, 'results', 'core_eval_main'));
    expect(await loadOne(join(folder, 'results'))).toMatchObject({ state: 'unusable' });
  });

  test('a link that stays inside is followed, and so is the folder itself when it is one', async () => {
    const folder = createTemporaryFolder();
    write(folder, 'results/run-7/summary.json', '{"a": 7}');
    symlinkSync('run-7', join(folder, 'results', 'core_eval_main'));
    symlinkSync('results', join(folder, 'newest'));
    expect(await loadOne(join(folder, 'newest'))).toMatchObject({
      state: 'read',
      file: { name: 'core_eval_main/summary.json', value: { a: 7 } },
    });
  });
});

describe('repeat runs', () => {
  test('stand beside the file and are read in the order of their names', async () => {
    const root = createTemporaryFolder();
    write(root, 'core_eval_main/summary.json', '{"a": 0}');
    for (const run of ['run10', 'run9', 'run1'])
      write(root, `core_eval_main/runs/${run}/summary.json`, JSON.stringify({ a: run }));
    mkdirSync(join(root, 'core_eval_main/runs/failed'));
    write(root, 'core_eval_main/runs/notes.txt', 'by hand');
    const found = await loadOne(root);
    expect(found.state === 'read' && found.repeats.map(repeat => repeat.name)).toEqual([
      'core_eval_main/runs/run1/summary.json',
      'core_eval_main/runs/run9/summary.json',
      'core_eval_main/runs/run10/summary.json',
    ]);
  });

  test('one that is torn makes the whole source unusable: without it the noise would look smaller', async () => {
    const root = createTemporaryFolder();
    write(root, 'summary.json', '{"a": 0}');
    write(root, 'runs/1/summary.json', '{"a":');
    expect(await loadOne(root)).toMatchObject({
      state: 'unusable',
      name: 'summary.json',
      problem: expect.stringContaining('its repeat run runs/1/summary.json is torn'),
    });
  });

  test('a hundred are read, one more is refused', async () => {
    const root = createTemporaryFolder();
    write(root, 'summary.json', '{}');
    for (let run = 1; run <= 100; run += 1) write(root, `runs/${run}/summary.json`, '{}');
    const found = await loadOne(root);
    expect(found.state === 'read' && found.repeats.length).toBe(100);
    write(root, 'runs/101/summary.json', '{}');
    expect(await loadOne(root)).toMatchObject({
      state: 'unusable',
      problem: 'not to be relied on: it has more than 100 repeat runs',
    });
  });

  test('a file called runs holds none', async () => {
    const root = createTemporaryFolder();
    write(root, 'summary.json', '{}');
    write(root, 'runs', '');
    expect(await loadOne(root)).toMatchObject({ state: 'read', repeats: [] });
  });
});

describe('the folder', () => {
  test('that is not there is not found, and nothing is looked for before it is asked', async () => {
    const folder = open(join(createTemporaryFolder(), 'gone'));
    await expect(folder.loadEvidence([])).rejects.toMatchObject({
      name: 'NotFoundError',
      code: 'results-not-found',
    });
  });

  test('that is a file is no folder', async () => {
    const path = write(createTemporaryFolder(), 'results', '');
    const error = { name: 'InvalidInputError', code: 'results-not-found' };
    await expect(open(path).loadEvidence([main])).rejects.toMatchObject(error);
    await expect(open(`${path}/inner`).loadEvidence([main])).rejects.toMatchObject({
      code: 'results-not-found',
    });
    await expect(open('a\0b').loadEvidence([main])).rejects.toMatchObject(error);
  });

  test('is named safely', () => {
    expect(open('/tmp/\u001b[2Jresults').place).toBe('/tmp/^[[2Jresults');
  });

  test('is left when the reader gives up, and tells how far it is', async () => {
    const root = createTemporaryFolder();
    write(root, 'summary.json', '{}');
    const told: (readonly number[])[] = [];
    const onProgress = (done: number, total: number) => told.push([done, total]);
    await open(root).loadEvidence([main, main], { onProgress });
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const signal = AbortSignal.abort(new Error('given up'));
    await expect(open(root).loadEvidence([main], { signal })).rejects.toThrow('given up');
  });
});

test('evidence is only read', async () => {
  const root = createTemporaryFolder();
  const path = write(root, 'core_eval_main/summary.json', '{"a": 1}');
  chmodSync(path, 0o444);
  await loadOne(root);
  expect(readFileSync(path, 'utf8')).toBe('{"a": 1}');
});
