import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runRollback } from '../support/actions/rollback-run.ts';
import { readAction, readWorkflow } from '../support/actions/workflow-file.ts';

/** S0 read the target's metadata with `python3 <<'EOF' "target_metadata.json"` and no body: Python ran the JSON file and died. */
test("S0's rollback workflow: the metadata of the target are read, shown to whoever approves, and kept", () => {
  const { jobs, artifacts, artifactFolder } = runRollback({ target_version: 'v7' });
  const validated = jobs['validate-rollback-target'];
  expect(validated?.result).toBe('success');
  expect(validated?.summary).toContain('- groundedness: 4.07');
  expect(artifacts['rollback-plan']).toContain('target-metadata.json');
  const kept: unknown = JSON.parse(
    readFileSync(join(artifactFolder, 'rollback-plan/target-metadata.json'), 'utf8'),
  );
  expect(kept).toMatchObject({ version: 'v7', metrics: { groundedness: 4.07 } });
});

test("S0's rollback workflow: no script feeds another language from inside itself", () => {
  const jobs = ['rollback.yml', 'model_deploy.yml'].flatMap(name => Object.values(readWorkflow(name).jobs));
  const scripts = [...jobs.flatMap(job => job.steps), ...readAction().runs.steps].map(({ run = '' }) => run);
  expect(scripts.filter(script => script !== '')).not.toEqual([]);
  expect(scripts.filter(script => script.includes('<<'))).toEqual([]);
});
