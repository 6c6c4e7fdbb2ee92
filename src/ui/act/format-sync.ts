import { formatCommand } from '../../core/plan/planning.ts';
import { findMirror } from '../../core/session/source-facts.ts';
import type { SyncDirection } from '../console/operations.ts';
import type { Context } from '../runtime/screen.ts';

/** The command line that does the same, whatever registry is usually opened. Pure. */
export function formatSync(action: SyncDirection | 'status', { source }: Pick<Context, 'source'>): string {
  const mirror = findMirror(source);
  return formatCommand(['sync', action, ...(mirror === undefined ? [] : ['--registry', mirror.url])]);
}
