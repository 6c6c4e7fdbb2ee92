import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  cloneRepository,
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readStableDigest,
} from '../support/dvc-repository.ts';
import { openDvc } from '../support/dvc-rig.ts';
import { promote, rollBack } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const archive = 'models/hf/stable/archive/qwen';

/** The archived pointer was never added to git, named no run and nobody, and a second switch in the same minute wrote over it. */
test('B4.4: a clone has the archived pointers, each with its run, who replaced it and why', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const nowMs = () => Date.parse('2026-11-21T03:04:05.000Z');
  const session = openDvc(folder, root, { nowMs });
  await promote(session, 'qwen', 'run-002', 'stable');
  await rollBack(session, 'qwen', 'run-001', 'stable');
  const clone = cloneRepository(folder, 'second');
  const files = readdirSync(join(clone, archive)).sort();
  expect(files).toEqual([
    '2026-11-21T03-04-05-run-001.dvc.archived',
    '2026-11-21T03-04-05-run-002.dvc.archived',
  ]);
  const [first = '', second = ''] = files.map(file => readFileSync(join(clone, archive, file), 'utf8'));
  expect(first).toContain(digestOf(1));
  expect(first).toMatch(/run: run-001[\s\S]*actor: anna@example\.com[\s\S]*reason: test/);
  expect(second).toContain(digestOf(2));
  expect(second).toContain('INC-42');
});

/** Its path was wrong where it lay, and DVC took it for an output of its own. */
test('B4.4: an archived pointer is none to DVC, and becomes the stable one again as it is', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  const [file = ''] = readdirSync(join(root, archive));
  expect(file.endsWith('.dvc')).toBe(false);
  expect(readFileSync(join(root, archive, file), 'utf8')).toContain('path: qwen\n');
  const clone = cloneRepository(folder, 'second');
  const receipt = await rollBack(openDvc(folder, clone), 'qwen', 'run-001', 'stable');
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
  expect(readStableDigest(clone)).toBe(digestOf(1));
});
