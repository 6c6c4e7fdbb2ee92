import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A row of the list `pair`, as S4's voting page writes it. */
export type PairRow = {
  readonly timestamp: unknown;
  readonly question: string;
  readonly a_model: unknown;
  readonly b_model: unknown;
  readonly preferred: unknown;
  readonly ratingA: number | null;
  readonly ratingB: number | null;
  readonly comment: string;
};

/** A vote at a time; each question is another one unless a test says otherwise. */
export function pairAt(timestamp: unknown, changes: Partial<PairRow> = {}): PairRow {
  return {
    timestamp,
    question: `what is at ${String(timestamp)}?`,
    a_model: 'qwen_v2',
    b_model: 'qwen_v1',
    preferred: 'A',
    ratingA: null,
    ratingB: null,
    comment: '',
    ...changes,
  };
}

/** Votes of `qwen_v2` against `qwen_v1`, a minute apart, the newest a minute before a time. */
export function votesBefore(now: string, wins: number, losses: number): readonly PairRow[] {
  return Array.from({ length: wins + losses }, (_, place) => {
    const at = new Date(Date.parse(now) - (place + 1) * 60_000).toISOString();
    return pairAt(at, { preferred: place < wins ? 'A' : 'B' });
  });
}

/** The value of `user_feedback.json` with these votes. */
export function feedbackOf(pair: readonly unknown[]): {
  readonly interleaved: [];
  readonly pair: readonly never[];
} {
  return { interleaved: [], pair: pair as readonly never[] };
}

/** Writes `user_feedback.json` into a folder, a text as it is. Returns its path. */
export function writeFeedback(folder: string, content: readonly unknown[] | string): string {
  const path = join(folder, 'user_feedback.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(feedbackOf(content)));
  return path;
}
