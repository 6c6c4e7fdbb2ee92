import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** What the build reads. */
const sources = ['bin', 'src', 'docs', 'scripts/build.mjs', 'package.json'];

/**
 * Vitest's global setup: builds dist/ when a source is newer than it. A failed build is told and leaves no
 * launcher behind, so that the tests that run the built program fail, and only they.
 */
export function setup(): void {
  const launcher = join(projectFolder, 'dist/lastgood.js');
  if (newestChangeMs(sources) <= changedAtMs(launcher)) return;
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], {
    cwd: projectFolder,
    encoding: 'utf8',
  });
  if (status === 0) return;
  rmSync(launcher, { force: true });
  process.stderr.write(`The build failed; tests of the built program will fail.\n${stderr}\n`);
}

function newestChangeMs(paths: readonly string[]): number {
  return Math.max(...paths.map(path => newestBelow(join(projectFolder, path))));
}

function newestBelow(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(entry.mtimeMs, ...readdirSync(path).map(name => newestBelow(join(path, name))));
}

function changedAtMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;
}
