import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const program = fileURLToPath(new URL('../../dist/lastgood.js', import.meta.url));

/** The original made a folder `gs:` where it was started, and registered into it. */
test.each(['the option', 'the variable'])('B0.17: gs:// given by %s never becomes a folder', by => {
  const folder = createTemporaryFolder();
  const place = 'gs://frontshiftai-model-registry';
  const option = by === 'the option' ? ['--registry', place] : [];
  const variables = by === 'the option' ? {} : { MODEL_REGISTRY_DIR: place };
  // Without a network nothing is registered; what is kept of the bucket belongs into the cache folder.
  const home = createTemporaryFolder();
  const env = { ...process.env, ...variables, HOME: home, XDG_CACHE_HOME: '', LASTGOOD_OFFLINE: '1' };
  const argv = [program, 'register', 'rag', '--yes', ...option];
  const run = spawnSync(process.execPath, argv, { env, encoding: 'utf8', cwd: folder });
  expect(run.status).toBe(8);
  expect(run.stderr).toContain(place);
  expect(run.stdout).toBe('');
  expect(readdirSync(folder)).toEqual([]);
  expect(readdirSync(join(home, '.cache/lastgood'))).toEqual(['frontshiftai-model-registry']);
});
