import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMail } from '../support/notify/read-mail.ts';
import { createToldProject, sure } from '../support/notify/told-project.ts';

/** S0's workflow sent "Model Rollback Executed" from a job that ran whatever the rollback had come to. */
test('S0 notification: the mail about a rollback that failed says failed, and one that was done says done', async () => {
  const project = await createToldProject();
  await project.runToTheEnd(['promote', 'frontshift-rag', 'v2', ...sure]);
  rmSync(join(project.registry, 'frontshift-rag_latest'));
  mkdirSync(join(project.registry, 'frontshift-rag_latest'));
  const back = ['rollback', 'frontshift-rag', '--to', 'v1', '--reason', 'INC-42', ...sure];
  expect((await project.runToTheEnd(back)).code).not.toBe(0);
  const failed = readMail(project.smtp.mails.at(-1)?.source ?? '');
  expect(failed.headers.get('subject')).toMatch(/^\[lastgood\] Failed/);
  expect(failed.text).not.toMatch(/executed|Rolled back frontshift/);
  expect(failed.text).toMatch(/^Problem: +\S/m);
  rmSync(join(project.registry, 'frontshift-rag_latest'), { recursive: true });
  expect((await project.runToTheEnd(back)).code).toBe(0);
  const done = readMail(project.smtp.mails.at(-1)?.source ?? '');
  expect(done.headers.get('subject')).toBe('[lastgood] Rolled back frontshift-rag@latest: v2 to v1');
});

test('S0 notification: a rollback that was never begun sends no mail of a rollback', async () => {
  const project = await createToldProject();
  const refused = await project.runToTheEnd([
    'rollback',
    'frontshift-rag',
    '--to',
    'v9',
    '--reason',
    'x',
    ...sure,
  ]);
  expect(refused.code).toBe(1);
  expect(project.smtp.mails).toEqual([]);
  expect(project.github.issues).toEqual([]);
});
