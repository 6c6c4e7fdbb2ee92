import type { FileCheck } from '../../core/ports/registry.ts';
import { summariseVerification } from '../../core/session/check-digest.ts';
import type { Session } from '../../core/session/session.ts';
import type { Host } from './host.ts';
import { createProgressLine } from './progress-line.ts';

/** The files of a version, checked, and what that amounts to. */
export type CheckedFiles = {
  readonly outcome: ReturnType<typeof summariseVerification>;
  readonly checks: readonly FileCheck[];
};

/** Recomputes the digests of a version, with progress on stderr. */
export async function checkFiles(
  session: Session,
  host: Host,
  model: string,
  version: string,
): Promise<CheckedFiles> {
  const progress = createProgressLine(host, `Verifying ${model} ${version}:`);
  try {
    const verification = await session.registry.reader.verifyVersion(model, version, {
      signal: host.stop,
      onProgress: progress.show,
    });
    return { outcome: summariseVerification(verification), checks: verification.checks };
  } finally {
    progress.end();
  }
}
