import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const program = fileURLToPath(new URL('../../dist/lastgood.js', import.meta.url));

/** The original made a folder `gs:` where it was started, and registered into it. */
test.each(['the option', 'the variable'])('B0.17: gs:// given by %s never becomes a folder', by => {
  const folder = createTemporaryFolder();
  const place = 'gs://frontshiftai-model-registry';
  const option = by === 'the option' ? ['--registry', place] : [];
  const env = by === 'the option' ? process.env : { ...process.env, MODEL_REGISTRY_DIR: place };
  const argv = [program, 'register', 'rag', '--yes', ...option];
  const run = spawnSync(process.execPath, argv, { env, encoding: 'utf8', cwd: folder });
  expect(run.status).toBe(2);
  expect(run.stderr).toContain(place);
  expect(run.stdout).toBe('');
  expect(readdirSync(folder)).toEqual([]);
});
