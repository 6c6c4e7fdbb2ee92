import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createToldProject, sure } from '../support/notify/told-project.ts';

/** S0 opened an issue "rolled back to" and nothing behind it, when the step that should have said the version had failed. */
test('S0 notification: the issue about a failed rollback names both versions, what is wrong and what to do', async () => {
  const project = await createToldProject();
  await project.runToTheEnd(['promote', 'frontshift-rag', 'v2', ...sure]);
  rmSync(join(project.registry, 'frontshift-rag_latest'));
  mkdirSync(join(project.registry, 'frontshift-rag_latest'));
  await project.runToTheEnd(['rollback', 'frontshift-rag', '--to', 'v1', '--reason', 'INC-42', ...sure]);
  const [issue] = project.github.issues;
  expect(project.github.issues).toHaveLength(1);
  expect(issue?.title).toMatch(/^Failed.*v2 to v1$/);
  expect(issue?.labels).toEqual(['rollback', 'incident']);
  expect(issue?.body).toContain('| Wanted | v2 to v1 |');
  expect(issue?.body).toMatch(/\| Problem \| \S/);
  expect(issue?.body).toMatch(/\| What to do \| \S/);
  expect(issue?.body).not.toMatch(/undefined|null|\| Wanted \| \|/);
});
