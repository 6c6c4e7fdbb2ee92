import { join } from 'node:path';
import type { GateReportReading } from '../../core/ports/registry.ts';
import { findKeptPath, loadGateReport } from '../history/kept-files.ts';
import type { DvcReadingContext } from './dvc-context.ts';

type KeptPlace = Pick<DvcReadingContext, 'fileSystem' | 'places' | 'createId'>;

/** Where what was kept waits until a commit brings it to the others. An absolute path. Pure. */
export function placeWaiting({ temporary }: { readonly temporary: string }): string {
  return join(temporary, 'evidence');
}

/** Where what has a digest is kept: in its place, on this machine only, or waiting for its commit. Undefined for a text that is no digest. */
export async function findKept(
  { places, fileSystem }: KeptPlace,
  sha256: string,
): Promise<string | undefined> {
  const usual = findKeptPath({ places }, sha256);
  if (usual === undefined || (await fileSystem.findFacts(usual)) !== undefined) return usual;
  const own = findKeptPath({ places: { evidence: places.private } }, sha256);
  if (own !== undefined && (await fileSystem.findFacts(own)) !== undefined) return own;
  return findKeptPath({ places: { evidence: placeWaiting(places) } }, sha256);
}

/** The report of a verdict by the digest that the history has of it. */
export async function loadKeptReport(context: KeptPlace, reportSha256: string): Promise<GateReportReading> {
  const reading = await loadGateReport(context, reportSha256);
  if (reading.ok) return reading;
  const evidence = placeWaiting(context.places);
  const waiting = await loadGateReport({ ...context, places: { ...context.places, evidence } }, reportSha256);
  return waiting.ok ? waiting : reading;
}
