import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadModel } from '../../src/core/session/load-model.ts';
import { takeShare } from '../support/proof-size.ts';
import { openRegistry, readPointer, writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const program = fileURLToPath(new URL('../../dist/lastgood.js', import.meta.url));

const allPoints: readonly (readonly [call: string, at: number])[] = [
  ['mkdir', 1],
  ['mkdir', 5],
  ['link', 1],
  ['link', 2],
  ['link', 3],
  ['link', 4],
  ['fsync', 3],
  ['fsync', 12],
  ['fsync', 20],
  ['symlink', 1],
  ['symlink', 2],
  ['rename', 1],
  ['rename', 2],
  ['rename', 3],
  ['rename', 4],
  ['unlink', 4],
];

/** System calls of a rollback that change something, and at which of each the program is killed. */
const points = takeShare(allPoints, 2);

const whyNot = spawnSync('strace', ['-V']).status === 0 ? undefined : 'strace is not installed here';

function runProgram(root: string, argv: readonly string[], strace: readonly string[] = []) {
  const command = [...strace, process.execPath, program, ...argv, '--registry', root];
  // One thread for files, so that the calls are counted in one order.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1', LASTGOOD_ACTOR: 'anna@example.com' };
  return spawnSync(command[0] ?? '', command.slice(1), { env, encoding: 'utf8', cwd: root });
}

test('the program killed by the system at its changing calls leaves what the next doctor puts in order', () => {
  if (whyNot !== undefined) return void process.stdout.write(`not tried: ${whyNot}\n`);
  return sweep();
});

async function sweep(): Promise<void> {
  const folder = createTemporaryFolder();
  let killed = 0;
  for (const [call, at] of points) {
    const where = `${call} ${at}`;
    const root = join(folder, where);
    mkdirSync(root);
    writeS0Registry(root, 'rag', 3);
    const strace = [
      'strace',
      '-f',
      '-o',
      '/dev/null',
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${call}:signal=SIGKILL:when=${at}`,
    ];
    const rollback = [
      'rollback',
      'rag',
      '--to',
      'v1',
      '--reason',
      'INC-42',
      '--yes',
      '--confirm',
      'rag@latest',
    ];
    const run = runProgram(root, rollback, strace);
    if (run.status !== 0) killed += 1;
    expect(readPointer(root, 'latest'), where).toMatch(/^rag_v[13]$/);

    const doctor = runProgram(root, ['doctor']);
    expect(doctor.status, `${where}: ${doctor.stdout}${doctor.stderr}`).toBe(0);
    const { index, status } = await loadModel(openRegistry(root), 'rag');
    expect(status.chain.verdict, where).toBe('intact');
    expect(index.operations, where).toEqual([]);
    expect(status.mismatches, where).toEqual([]);
    const live = status.effective.aliases.get('latest')?.version;
    expect(readPointer(root, 'latest'), where).toBe(`rag_${live}`);
    if (run.status === 0) expect(live, where).toBe('v1');
  }
  expect(killed).toBeGreaterThan(points.length / 2);
  process.stdout.write(`strace: killed at ${killed} of ${points.length} points\n`);
}
