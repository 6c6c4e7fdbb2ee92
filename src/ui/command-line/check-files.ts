import type { FileCheck, ReadOptions } from '../../core/ports/registry.ts';
import { summariseForMove, summariseVerification } from '../../core/session/check-digest.ts';
import type { Session } from '../../core/session/session.ts';
import type { Host } from './host.ts';
import { createProgressLine } from './progress-line.ts';

/** The files of a version, checked, and what that amounts to. */
export type CheckedFiles = {
  readonly outcome: ReturnType<typeof summariseVerification>;
  /** The same for a move of the version. */
  readonly forMove: ReturnType<typeof summariseForMove>;
  readonly checks: readonly FileCheck[];
};

/** Recomputes the digests of a version, with progress on stderr. */
export async function checkFiles(
  session: Session,
  host: Host,
  model: string,
  version: string,
): Promise<CheckedFiles> {
  return await withReading(host, `Verifying ${model} ${version}:`, async options => {
    const verification = await session.registry.reader.verifyVersion(model, version, options);
    return {
      outcome: summariseVerification(verification),
      forMove: summariseForMove(verification),
      checks: verification.checks,
    };
  });
}

/** Does something that may read large files: with progress on stderr, until the host is told to stop. */
export async function withReading<Result>(
  host: Host,
  label: string,
  work: (options: ReadOptions) => Promise<Result>,
): Promise<Result> {
  const progress = createProgressLine(host, label);
  try {
    return await work({ signal: host.stop, onProgress: progress.show });
  } finally {
    progress.end();
  }
}
