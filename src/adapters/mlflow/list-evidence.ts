import type { Artifact } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { MlflowVersion } from './entities.ts';
import { readRegistration } from './registration-record.ts';

const sha256Pattern = /^[0-9a-f]{64}$/;

/** The files of evidence that were kept when a version was registered, on the machine that registered it. Safe to show. Pure. */
export function listEvidence(version: MlflowVersion): readonly Artifact[] {
  const reading = readRegistration(version);
  if (reading?.ok !== true) return [];
  return reading.record.evidence.map(({ name, role, sha256, sizeBytes }) => ({
    name: makeSafeText(name, { limit: 200 }),
    role: role === 'pipeline_config' ? ('configuration' as const) : ('evidence' as const),
    sha256: sha256Pattern.test(sha256) ? sha256 : undefined,
    sizeBytes: Number.isSafeInteger(sizeBytes) && sizeBytes >= 0 ? sizeBytes : undefined,
  }));
}
