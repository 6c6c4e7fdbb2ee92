import { describe, expect, test } from 'vitest';
import type { FileCheck } from '../../../../src/core/ports/registry.ts';
import type { ModelIndex } from '../../../../src/core/registry/registry-index.ts';
import type { Version, VersionRecord } from '../../../../src/core/registry/version.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/version/update.ts';
import { VersionView } from '../../../../src/ui/screens/version/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { gatedFact, judgedModel } from '../gate/sample-gate.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt, loadedVersions, versionOf } from '../models/sample-registry.ts';
import { longName, longReason, rolledBackModel, wideName } from '../models/samples.ts';

const input = { model: 'rag', version: 'v3' };
const [opening] = open({ screen: 'version', ...input });

function shown(
  index: ModelIndex,
  version: Version,
  context: Context,
  ...messages: readonly Message[]
): State {
  const value = { loaded: loadedVersions(index), version };
  const loaded: Message = { type: 'loadVersion/done', input, value };
  return [loaded, ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

function third(changes: Partial<VersionRecord> = {}): Version {
  return versionOf('rag', 'v3', { notes: longReason, tags: ['gguf'], ...changes });
}

function checked(...checks: readonly FileCheck[]): readonly Message[] {
  return [{ type: 'verification-asked' }, { type: 'verifyVersion/done', input, value: { ...input, checks } }];
}

test('everything known of a version, at 120 columns', () => {
  const context = contextAt(120, 47);
  const state = shown(rolledBackModel('rag'), third({ oddities: ['metadata names the model x'] }), context);
  expect(draw(VersionView, state, context)).toEqual([
    'rag v3  deprecated  HELD',
    'Files: not checked yet; v compares them with the record.',
    'Facts',
    '  state          deprecated',
    '  HELD           since 2026-11-21 03:10 UTC by alice@example.org: INC-42 回答に幻覚が多い: support reported invented',
    '                 refund rules in every third answer since the release of Thursday evening',
    '  created        2026-11-18 10:00 UTC (2d)',
    '  registered by  ci@example.org',
    '  gate           NONE, no policy is bound',
    '',
    'Lineage',
    '  made from  still being read',
    '',
    'Metrics',
    '  answer_relevance          4.1  score 0..5, higher is better',
    '  groundedness              3.9  score 0..5, higher is better',
    '  hallucination_score      0.12  ratio, lower is better',
    '  latency_avg_ms           2310  ms, lower is better',
    '',
    'Weights',
    '  tiny.gguf  being read',
    '',
    'Artifacts',
    '  CHECK          FILE                      ROLE          SIZE  SHA256',
    '  not checked    /srv/ci/models/tiny.gguf  weights          -  ad7facb2ad7facb2ad7facb2ad7facb2ad7facb2ad7facb2ad7facb2…',
    '  not checked    summary.json              evidence   1.5 KiB  0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd…',
    '',
    'Configuration',
    '  retriever.name   "vector"',
    '  retriever.top_k  5',
    '',
    'Notes and tags',
    '  notes  INC-42 回答に幻覚が多い: support reported invented refund rules in every third answer since the release of',
    '         Thursday evening',
    '  tags   gguf',
    '',
    'Odd about its record',
    '  ! metadata names the model x',
    '',
    'History of this version',
    '  latest  2026-11-20 18:00 → 2026-11-21 03:10 UTC (9h 10m), by promote, TAKEN BACK by rollback',
  ]);
});

test('where it stands with each gate: verdict, age, why it counts no more, policy', () => {
  const context = contextAt(80, 44);
  const facts = [
    gatedFact({ verdict: 'PASS' }),
    gatedFact({ alias: 'Production', expiresAt: '2026-11-21T06:00:00.000Z' }),
  ];
  const done: Message = {
    type: 'loadVersion/done',
    input,
    value: { loaded: judgedModel(facts), version: third() },
  };
  const lines = draw(VersionView, update(opening, done, context)[0], context);
  const from = lines.indexOf('Gate');
  expect(lines.slice(from, from + 6)).toEqual([
    'Gate',
    '  latest      PASS by rag, judged 3h ago by ci@example.org.',
    '              It counts until 2026-11-28 05:30 UTC.',
    '              Policy rag, built in.',
    '  Production  ERROR by rag, judged 3h ago by ci@example.org; stale: it is too',
    '              old.',
  ]);
});

test('where not all fits it says which lines are seen', () => {
  const context = contextAt(60, 15);
  const state = shown(rolledBackModel('rag'), third(), context, { type: 'moved', move: 'half-page-down' });
  const lines = draw(VersionView, state, context);
  expect(lines[0]).toBe('rag v3  deprecated  HELD  lines 5-13 of 41');
  expect(lines).toHaveLength(11);
});

describe('checked files', () => {
  const context = contextAt(80, 34);
  const draws = (...messages: readonly Message[]) =>
    draw(
      VersionView,
      shown(rolledBackModel('rag'), third({ notes: undefined }), context, ...messages),
      context,
    );

  test('each say how they stood up, and what is wrong stands below its file', () => {
    const lines = draws(
      ...checked(
        { name: 'metadata.json', outcome: 'verified', detail: 'sha256 1' },
        { name: '/srv/ci/models/tiny.gguf', outcome: 'elsewhere', detail: 'not on this machine' },
        { name: 'summary.json', outcome: 'differs', detail: 'recorded 0123abcd, found 444' },
      ),
    );
    expect(lines[1]).toBe('✗ Files: NOT as recorded.  1 DIFFERS, 1 elsewhere, 1 verified');
    const from = lines.indexOf('Artifacts') + 2;
    expect(lines.slice(from, from + 5)).toEqual([
      '  ✓ verified     metadata.json             record           -  -',
      '  ? elsewhere    /srv/ci/models/tiny.gguf  weights          -  ad7facb2ad7facb2…',
      '    not on this machine',
      '  ✗ DIFFERS      summary.json              evidence   1.5 KiB  0123abcd0123abcd…',
      '    recorded 0123abcd, found 444',
    ]);
  });

  test('all verified is good news in words', () => {
    const lines = draws(...checked({ name: 'summary.json', outcome: 'verified', detail: 'sha256 1' }));
    expect(lines[1]).toBe('✓ Files: verified.  1 verified');
  });

  test('while it runs a bar shows how far it is', () => {
    const lines = draws(
      { type: 'verification-asked' },
      { type: 'verifyVersion/progress', input, progress: { done: 512, total: 1024 } },
    );
    expect(lines[1]).toMatch(/^Files: 512 B of 1 KiB █+░+ {2}50%$/);
  });
});

test('what is live says since when and why, and that it is live now', () => {
  const context = contextAt(120, 40);
  const lines = draw(VersionView, shown(rolledBackModel('rag'), versionOf('rag', 'v2'), context), context);
  expect(lines[0]).toBe('rag v2  deployed  live under latest');
  const since = 'latest since 2026-11-21 03:10 UTC (5h), rollback by alice@example.org: INC-42';
  expect(lines.find(line => line.startsWith('  live under'))).toContain(since);
  expect(lines).toContain('  latest  live now, since 2026-11-21 03:10 UTC by rollback (5h 35m)');
});

test('a damaged version says what is wrong and what to do', () => {
  const context = contextAt(80);
  const damaged: Version = { model: 'rag', version: 'v3', whole: 'damaged', problem: 'torn: unexpected end' };
  const lines = draw(VersionView, shown(rolledBackModel('rag'), damaged, context), context);
  expect(lines[0]).toBe('rag v3  DAMAGED  HELD');
  expect(lines.slice(2, 5)).toEqual([
    'DAMAGED',
    '  torn: unexpected end.',
    '  It cannot become live. Register it again as a new version.',
  ]);
});

test('in ASCII nothing but ASCII is drawn', () => {
  const context = contextAt(80, 40, { theme: createTheme('mono', 'ascii') });
  const index = rolledBackModel('rag');
  const messages = checked({ name: 'summary.json', outcome: 'differs', detail: 'recorded 1, found 2' });
  const state = shown(index, versionOf('rag', 'v1'), context, ...messages);
  expect(draw(VersionView, state, context).join('')).toMatch(/^[ -~]*$/);
});

test.each(everyTerminal)('a version fits %s', (_, context) => {
  const configuration = { [longName]: JSON.stringify(longReason.repeat(3)), [wideName]: '1' };
  const metrics = { [longName]: 1, [wideName]: 0.5, groundedness: 4.1 };
  const version = third({ configuration, metrics, parent: longName, oddities: [longReason] });
  for (const move of ['first', 'half-page-down', 'last'] as const) {
    const state = shown(rolledBackModel(wideName), version, context, { type: 'moved', move });
    expectToFit(draw(VersionView, state, context), context);
  }
});
