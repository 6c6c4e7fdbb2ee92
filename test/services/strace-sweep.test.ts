import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../src/core/session/load-model.ts';
import { openRegistry, readPointer, writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { builtProgram } from '../support/terminal.ts';
import { hasTool, tools } from './tools.ts';

/** System calls by which files and names change or become durable. */
const changingCalls = ['mkdir', 'link', 'symlink', 'rename', 'unlink', 'fsync'] as const;

type Point = { readonly call: string; readonly at: number };

function run(root: string, argv: readonly string[], strace: readonly string[] = []) {
  const [file = '', ...rest] = [...strace, ...builtProgram(...argv, '--registry', root)];
  // One thread for files, so that the calls are counted in one order.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1', LASTGOOD_ACTOR: 'anna@example.com' };
  return spawnSync(file, rest, { env, encoding: 'utf8', cwd: root });
}

function makeRegistry(folder: string, name: string): string {
  const root = join(folder, name);
  mkdirSync(root);
  writeS0Registry(root, 'rag', 3);
  return root;
}

/** Every changing call the command makes, found by letting it run once under strace. */
function listPoints(folder: string, argv: readonly string[]): readonly Point[] {
  const log = join(folder, 'calls');
  const root = makeRegistry(folder, 'counted');
  const traced = run(root, argv, ['strace', '-f', '-o', log, '-e', `trace=${changingCalls.join(',')}`]);
  expect(traced.status, traced.stderr).toBe(0);
  const calls = [...readFileSync(log, 'utf8').matchAll(/^\d+\s+(\w+)\(/gm)].map(match => match[1] ?? '');
  const counts = new Map<string, number>();
  return calls.flatMap(call => {
    const at = (counts.get(call) ?? 0) + 1;
    counts.set(call, at);
    return changingCalls.includes(call as (typeof changingCalls)[number]) ? [{ call, at }] : [];
  });
}

async function requireOrder(root: string, where: string): Promise<void> {
  const doctor = run(root, ['doctor']);
  expect(doctor.status, `${where}: ${doctor.stdout}${doctor.stderr}`).toBe(0);
  const { index, status } = await loadModel(openRegistry(root), 'rag');
  expect(status.chain.verdict, where).toBe('intact');
  expect(index.operations, where).toEqual([]);
  expect(status.mismatches, where).toEqual([]);
  expect(
    index.models[0]?.versions.map(version => version.whole).every(whole => whole === 'complete'),
    where,
  ).toBe(true);
  expect(readPointer(root, 'latest'), where).toBe(`rag_${status.effective.aliases.get('latest')?.version}`);
}

describe.skipIf(!hasTool(tools.strace))('killed by the system at every changing call', () => {
  const weights = (folder: string): string => {
    const path = join(folder, 'weights.bin');
    writeFileSync(path, 'weights');
    return path;
  };
  const acts = [
    [
      'rollback',
      () => ['rollback', 'rag', '--to', 'v1', '--reason', 'INC-42', '--yes', '--confirm', 'rag@latest'],
    ],
    ['register', (folder: string) => ['register', 'rag', '--model-path', weights(folder), '--yes']],
  ] as const;

  it.each(acts)('a %s leaves what the next doctor puts in order', async (name, describeArguments) => {
    const folder = createTemporaryFolder();
    const argv = describeArguments(folder);
    const points = listPoints(folder, argv);
    let killed = 0;
    for (const [number, { call, at }] of points.entries()) {
      const where = `${name}, ${call} ${at}`;
      const root = makeRegistry(folder, String(number));
      const inject = `inject=${call}:signal=SIGKILL:when=${at}`;
      const { status } = run(root, argv, [
        'strace',
        '-f',
        '-o',
        '/dev/null',
        '-e',
        `trace=${call}`,
        '-e',
        inject,
      ]);
      if (status !== 0) killed += 1;
      await requireOrder(root, where);
    }
    process.stdout.write(`${name}: killed at ${killed} of ${points.length} system calls\n`);
    expect(killed).toBeGreaterThan(points.length * 0.9);
  });
});
