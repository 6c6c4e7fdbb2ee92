import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeOwner, judgeOwner, readProcessIdentity } from '../../../src/adapters/files/process-owner.ts';

describe('the owner of an operation', () => {
  test('runs as long as this process does, and has gone when another process has its number', () => {
    const owner = describeOwner();
    expect(judgeOwner(owner)).toBe('running');
    expect(judgeOwner({ ...owner, processIdentity: 'before the last start of the machine' })).toBe('gone');
    expect(judgeOwner({ ...owner, host: 'elsewhere.example.org' })).toBe('elsewhere');
  });

  test.skipIf(!existsSync('/proc/self/stat'))(
    'that was killed has gone, also while nobody has asked how it ended',
    async () => {
      // The shell becomes a program that never asks after the child it started before.
      const parent = spawn('bash', ['-c', 'sleep 600 & echo $!; exec sleep 600'], {
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      });
      // The whole group: the child too when the test fails before it is killed.
      onTestFinished(() => void process.kill(-(parent.pid ?? Number.NaN), 'SIGKILL'));
      const [said] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
      const processId = Number(said);
      const owner = { ...describeOwner(), processId, processIdentity: readProcessIdentity(processId) };
      expect(judgeOwner(owner)).toBe('running');
      process.kill(processId, 'SIGKILL');
      await expect.poll(() => judgeOwner(owner)).toBe('gone');
    },
  );
});
