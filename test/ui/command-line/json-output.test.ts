import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { documentSchemas, formatJsonSchemas } from '../../../src/ui/command-line/json/format-json-schemas.ts';
import { verbTable } from '../../../src/ui/command-line/verb-table.ts';
import { writeFeedback } from '../../support/feedback.ts';
import { createPublishingMachine } from '../../support/hub/publishing-machine.ts';
import { openMlflowRegistry } from '../../support/mlflow/open-mlflow.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Run, runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const confirmed = ['--yes', '--confirm', `${model}@latest`];
const sourceFolder = fileURLToPath(new URL('../../../src/ui/command-line', import.meta.url));
const docsFolder = fileURLToPath(new URL('../../../docs/json', import.meta.url));

type DocumentName = keyof typeof documentSchemas;

/** Run one after the other on one registry, so that the later ones find a history. */
const cases: readonly (readonly [document: DocumentName, ...argv: readonly string[]])[] = [
  ['models', 'models'],
  ['models'],
  ['plan', 'rollback', model, '--to', 'v1', '--reason', 'INC-42', '--dry-run'],
  ['receipt', 'rollback', model, '--to', 'v1', '--reason', 'INC-42', ...confirmed],
  ['receipt', 'undo', model, ...confirmed],
  ['receipt', 'promote', model, 'v3', '--reason', 'try', ...confirmed],
  ['receipt', 'promote', model, 'v3', ...confirmed],
  ['deploy-plan', 'deploy', model, 'v3', '--to', 'canary', '--dry-run'],
  ['deploy', 'deploy', model, 'v3', '--to', 'canary', '--yes'],
  ['deployments', 'deploy', '--list'],
  ['outbox', 'outbox'],
  ['receipt', 'promote', model, 'v1', '--to', 'candidate', '--override-gate', '--reason', 'hotfix', '--yes'],
  ['receipt', 'unset', model, 'candidate', '--reason', 'done', '--yes'],
  ['receipt', 'hold', model, 'v2', '--reason', 'look at it', '--yes'],
  ['receipt', 'release', model, 'v2', '--reason', 'fine', '--yes'],
  ['receipt', 'hold', model, '--reason', 'freeze', '--yes'],
  ['receipt', 'describe', model, '--notes', 'the assistant', '--tag', 'rag', '--yes'],
  ['receipt', 'describe', model, 'v2', '--notes', 'good', '--yes'],
  ['registration', 'register', model, '--yes'],
  ['receipt', 'state', model, 'v4', 'deprecated', '--yes'],
  ['receipt', 'archive', model, 'v4', '--yes'],
  ['cleanup-plan', 'cleanup', model, '--keep', '1', '--dry-run'],
  ['receipt', 'cleanup', model, '--keep', '1', '--yes'],
  ['gate', 'gate', model, 'v3', '--policy', 'rag', '--dry-run'],
  ['gate', 'gate', model, 'v3', '--policy', 'rag', '--yes'],
  ['models', 'models'],
  ['versions', 'versions', model],
  ['model', 'show', model],
  ['version', 'show', model, 'v3'],
  ['diff', 'diff', model, 'v1', 'v3'],
  ['receipt', 'score', model, 'v3', 'accuracy=0.9', '--yes'],
  ['best', 'best', model, 'accuracy'],
  ['summary', 'summary'],
  ['summary', 'summary', model],
  ['versions', 'versions', model, '--state', 'deployed'],
  ['trend', 'trend', model, '--last', '2'],
  ['trend', 'trend', model, 'groundedness', '--list'],
  ['lineage', 'lineage', model],
  ['lineage', 'lineage', model, 'v3', '--affected'],
  ['history', 'history', model],
  ['history', 'history', model, '--verify', '--at', '2030-01-01T00:00:00Z'],
  ['verification', 'verify', model, 'v3'],
  ['decision', 'decide', '--model', model, '--output-dir', '<folder>'],
  ['deployment', 'deployment_script', '--output-dir', '<folder>'],
  ['doctor', 'doctor'],
  ['doctor', 'doctor', '--dry-run'],
  ['connections', 'doctor', '--connections'],
  ['receipt', 'doctor', '--adopt', model, '--reason', 'x', '--yes'],
  ['resolve', 'resolve', model],
  ['help', 'help'],
  ['help', 'help', 'registries'],
  ['completion', 'completion', 'zsh'],
  ['completion', 'completion', '--answer', 'rollback', ''],
  ['versions', 'rollback_model', '--list-versions'],
  ['version', 'rollback_model', '--describe-version', 'v1'],
  ['rollback-target', 'rollback_model', '--resolve-target', '--target-version', 'v1'],
  ['receipt', 'rollback_model', '--target-version', 'v1', '--reason', 'INC-43', ...confirmed],
  ['votes', 'votes', model, 'v3', '--feedback', '<feedback>', '--since-candidate', '48h'],
  ['votes', 'ab_tally', 'v3', '--feedback-file', '<feedback>'],
  ['error', 'votes', model, 'v3', '--feedback', '<folder>'],
  ['error', 'promote_candidate', 'run-001'],
  ['error', 'switch_stable', 'run-001'],
  ['error', 'deploy_model', '--quality-gate-status', 'FAIL'],
  ['error', 'compute_quality_gate'],
  ['error', 'promote', model, 'v3'],
  ['error', 'show', 'nobody'],
  ['error', 'sync', 'status'],
];

/** S2's commands, on a catalogue that the first of them makes. */
const afsCases: readonly (readonly [document: DocumentName, ...argv: readonly string[]])[] = [
  ['plan', 'afs', 'add', 'majora', 'v1', '--base-model', 'Qwen2.5-Coder-7B', '--dry-run'],
  ['registration', 'afs', 'add', 'majora', 'v1', '--base-model', 'Qwen2.5-Coder-7B', '--yes'],
  ['registration', 'afs', 'registry', 'add', 'majora', '--base-model', 'majora:v1', '--yes'],
  ['receipt', 'afs', 'score', 'majora', 'v1', '--accuracy', '0', '--yes'],
  ['receipt', 'afs', 'deploy', 'majora', 'v1', '--yes', '--reason', 'first'],
  ['receipt', 'afs', 'deploy', 'majora', 'v2', '--yes', '--reason', 'better'],
  ['plan', 'afs', 'rollback', 'majora', 'v1', '--reason', 'worse', '--dry-run'],
  ['receipt', 'afs', 'rollback', 'majora', 'v1', '--yes', '--reason', 'worse'],
  ['models', 'afs', 'list'],
  ['version', 'afs', 'info', 'majora'],
  ['versions', 'afs', 'versions', 'majora'],
  ['diff', 'afs', 'compare', 'majora', 'v1', 'v2'],
  ['lineage', 'afs', 'tree', 'majora'],
  ['lineage', 'afs', 'lineage', 'majora'],
  ['error', 'afs', 'info', 'nobody'],
  ['error', 'afs', 'add', 'majora', 'v1', '--base-model', 'x', '--yes'],
];

/** S3's commands, on a server without any model. */
const mlopsCases: readonly (readonly [document: DocumentName, ...argv: readonly string[]])[] = [
  ['registration', 'register', 'fakes', '--model-path', 's3://models/fakes/1', '--to', 'Staging', '--yes'],
  ['versions', 'mlops', 'list_versions', 'fakes'],
  ['version', 'mlops', 'info', 'fakes'],
  ['plan', 'mlops', 'promote', 'fakes', '--dry-run'],
  ['receipt', 'mlops', 'promote', 'fakes', '--yes', '--reason', 'tested'],
  ['resolve', 'resolve', 'fakes'],
  ['registration', 'register', 'fakes', '--model-path', 's3://models/fakes/2', '--yes'],
  ['receipt', 'mlops', 'transition', 'fakes', '2', 'Staging', '--yes', '--reason', 'to test'],
  ['receipt', 'mlops', 'archive', 'fakes', '2', '--yes', '--reason', 'worse'],
  ['cleanup-plan', 'mlops', 'cleanup', 'fakes', '--dry-run'],
  ['receipt', 'mlops', 'cleanup', 'fakes', '--yes'],
  ['error', 'mlops', 'transition', 'fakes', '2', 'Nowhere', '--yes'],
  ['error', 'mlops', 'promote', 'fakes', '--yes'],
];

/** On a machine with a hub, on which one version is registered. */
const hubCases: readonly (readonly [document: DocumentName, ...argv: readonly string[]])[] = [
  ['publication', 'publish', 'tiny-llm', 'v1', '--hub', 'acme/tiny-llm', '--dry-run'],
  ['publication', 'publish', 'tiny-llm', 'v1', '--hub', 'acme/tiny-llm', '--yes'],
  ['history', 'history', 'tiny-llm'],
  ['error', 'publish', 'tiny-llm', 'v1', '--hub', 'acme', '--yes'],
];

describe('--json', () => {
  test('of every verb prints exactly one document that fits its schema', async () => {
    const root = createTemporaryFolder();
    const folder = createTemporaryFolder();
    const feedback = writeFeedback(createTemporaryFolder(), []);
    buildS0Registry(root, rolledBackOnce);
    for (const [document, ...argv] of [...cases, ...afsCases]) {
      const words = argv.map(word => ({ '<folder>': folder, '<feedback>': feedback })[word] ?? word);
      const place = argv[0] === 'afs' ? join(folder, 'registry.json') : root;
      const run = await runLastgood(place, [...words, '--json']);
      expectDocument(run, document, argv.join(' '));
    }
    const fake = await startFakeMlflow();
    const openRegistry = () => openMlflowRegistry(fake.url, { cache: folder });
    for (const [document, ...argv] of mlopsCases)
      expectDocument(await runLastgood('', [...argv, '--json'], { openRegistry }), document, argv.join(' '));
    const machine = await createPublishingMachine();
    for (const [document, ...argv] of hubCases)
      expectDocument(await machine.run(...argv, '--json'), document, argv.join(' '));
    const tried = [...cases, ...afsCases, ...mlopsCases, ...hubCases].map(
      ([, ...argv]) => `${argv.join(' ')} `,
    );
    const isTried = (name: string) => tried.some(words => words.startsWith(`${name} `));
    expect(verbTable.map(verb => verb.name).filter(name => !isTried(name))).toEqual([]);
  });

  test('of damaged, incomplete and drifted models fits its schema too', async () => {
    const root = createTemporaryFolder();
    const versions = [
      {
        version: 'v1',
        generation: '2025-11' as const,
        deployment: { git_commit: 'abc1234', deployed_by: 'ci' },
      },
      { version: 'v2' },
      { version: 'v3', metadata: 'torn' as const },
      { version: 'v4', metadata: 'none' as const },
    ];
    buildS0Registry(root, { model, versions, latest: { form: 'text-relative', version: 'v2' } });
    await runLastgood(root, ['promote', model, 'v1', ...confirmed]);
    writeFileSync(join(root, 'stray.txt'), 'x');
    for (const [document, ...argv] of [
      ['models', 'models'],
      ['versions', 'versions', model],
      ['model', 'show', model],
      ...['v1', 'v2', 'v3', 'v4'].map(version => ['version', 'show', model, version] as const),
      ['diff', 'diff', model, 'v1', 'v3'],
      ['doctor', 'doctor', '--dry-run'],
    ] as const) {
      expectDocument(await runLastgood(root, [...argv, '--json']), document, argv.join(' '));
    }
  });

  test('escapes what could steer a terminal, without changing the value', async () => {
    const root = createTemporaryFolder();
    buildS0Registry(root, rolledBackOnce);
    await runLastgood(root, ['hold', model, '--reason', 'a\u001b[31m\u202eb', '--yes']);
    const run = await runLastgood(root, ['show', 'no\u009bbody', '--json']);
    expect(run.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const shown = await runLastgood(root, ['show', model]);
    expect(shown.out).toContain('a^[[31m<U+202E>b');
  });
});

function expectDocument(run: Run, document: DocumentName, command: string): void {
  const parsed = documentSchemas[document].safeParse(run.json());
  expect(parsed.error?.issues ?? [], `${command}: ${run.out}`).toEqual([]);
}

describe('docs/json', () => {
  test('is what the schemas say: npm run docs writes it', () => {
    const expected = formatJsonSchemas();
    expect(readdirSync(docsFolder).sort()).toEqual([...expected.keys()].sort());
    for (const [name, text] of expected) expect(readFileSync(join(docsFolder, name), 'utf8')).toBe(text);
  });

  test('its definitions are loaded by no verb: zod costs start-up time', () => {
    const files = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' });
    const loading = files.filter(name => {
      if (!name.endsWith('.ts') || name.startsWith('json')) return false;
      const text = readFileSync(join(sourceFolder, name), 'utf8');
      return /^import (?!type )[^;]*from '(?:zod|[^']*\/json\/[^']*)'/m.test(text);
    });
    expect(loading).toEqual([]);
  });
});
