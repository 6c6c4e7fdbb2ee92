import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  digestOf,
  formatSamplePointer,
  makeDvcRepository,
  placeFakeDvc,
  runGit,
  writeBelow,
} from '../support/dvc-repository.ts';
import { openDvc } from '../support/dvc-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runLastgood } from '../ui/command-line/command-line.ts';

const params = '# of the run that is trained now\nfamily: qwen   # the family\nrun_name: run-004\n';

/** The pipeline never found a folder with a time in its name; the script wrote params.yaml anew without its comments, and asked. */
test('B4.8: a run is made the candidate by its name with the time or without, and params.yaml stays as it is', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  writeBelow(root, 'params.yaml', params);
  writeBelow(
    root,
    'models/hf/wip/qwen/2025-07-30T16-23-run-004.dvc',
    formatSamplePointer(4, '2025-07-30T16-23-run-004'),
  );
  runGit(folder, root, 'add', '-A');
  runGit(folder, root, 'commit', '-q', '-m', 'trained');
  runGit(folder, root, 'push', '-q');
  const { registry } = openDvc(folder, root);
  const run = await runLastgood(root, ['promote_candidate', '2025-07-30T16-23-run-004', '--yes'], {
    registry,
  });
  expect(run.code, run.error).toBe(0);
  expect(run.out).toContain('Candidate of qwen: run-004');
  const pointer = readFileSync(join(root, 'models/hf/candidates/qwen/run-004.dvc'), 'utf8');
  expect(pointer).toContain(digestOf(4));
  expect(readFileSync(join(root, 'params.yaml'), 'utf8')).toBe(params);
  expect(existsSync(join(root, 'models/hf/wip/qwen/2025-07-30T16-23-run-004.dvc'))).toBe(true);
  expect(run.questions).toEqual([]);
  const again = await runLastgood(
    root,
    ['promote', 'qwen', '2025-07-30T16-23-run-004', '--to', 'candidate', '--yes'],
    { registry },
  );
  expect(again.out).toContain('unchanged');
});

test('B4.8: the family is the one that has the run, and is asked for where several have', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const { registry } = openDvc(folder, root);
  writeFileSync(join(root, 'params.yaml'), 'family: other\nrun_name: run-009\n');
  const ambiguous = await runLastgood(root, ['promote_candidate', 'run-001', '--yes'], { registry });
  expect(ambiguous.code).toBe(2);
  expect(ambiguous.error).toContain('Several families have a run run-001: mistral, qwen.');
  const argv = ['promote_candidate', 'run-001', '--family', 'mistral', '--yes'];
  const named = await runLastgood(root, argv, { registry });
  expect(named.code, named.error).toBe(0);
  expect(existsSync(join(root, 'models/hf/candidates/mistral/run-001.dvc'))).toBe(true);
});
