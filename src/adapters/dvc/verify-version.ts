import type { FileCheck, ReadOptions, Verification } from '../../core/ports/registry.ts';
import { findCacheFolder } from './dvc-cache.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import type { DvcOutput } from './dvc-output.ts';
import { layout } from './dvc-places.ts';
import { findRun } from './run-record.ts';
import { verifyOutput } from './verify-output.ts';

/**
 * Recomputes the md5 of what a run is served by, and of everything else of it that is under another digest. Never throws for what is wrong
 * with a file, nor for a run that is not there.
 */
export async function verifyDvcVersion(
  context: DvcReadingContext,
  model: string,
  version: string,
  options: ReadOptions,
): Promise<Verification> {
  const examined = await findRun(context, model, version);
  if (examined === undefined) {
    const detail = 'no pointer and no stage names anything of it';
    return { model, version, checks: [{ name: layout.lock, outcome: 'missing', detail }] };
  }
  const { served, run } = examined;
  const outputs = new Map([served, ...run.found].map(({ output }) => [output.md5, output] as const));
  const checks: FileCheck[] = [];
  for (const output of [...outputs.values()]) checks.push(...(await verifyHere(context, output, options)));
  return { model, version, checks };
}

/** An output held against its digest where its bytes are on this machine. */
export async function verifyHere(
  { places }: DvcReadingContext,
  output: DvcOutput,
  options: ReadOptions,
): Promise<readonly FileCheck[]> {
  return await verifyOutput({ root: places.root, cache: await findCacheFolder(places) }, output, options);
}
