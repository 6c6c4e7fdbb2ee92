import type { AppError } from '../../core/errors/app-error.ts';
import type { Notice } from './effect.ts';

/** One write, running or over. Writes outlive the screen that asked for them. */
export type Activity = {
  readonly id: number;
  /** For example `Roll back support-rag@latest to v6`. */
  readonly title: string;
  /** The command line that does the same. */
  readonly command: string;
  /** The command line that carries it on where it is cut off; undefined where the next start finds out. */
  readonly goesOn?: string | undefined;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly progress: ActivityProgress;
};

/** How far a write is. */
type ActivityProgress =
  | { readonly at: 'running'; readonly detail: string | undefined }
  /** `words`: how it ended, where its handler says so. */
  | { readonly at: 'done'; readonly endedAt: string; readonly words?: Notice | undefined }
  | { readonly at: 'failed'; readonly endedAt: string; readonly error: AppError };
