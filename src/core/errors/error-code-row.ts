import type { ExitMeaning } from '../exit-codes.ts';

/** One permanent error code: how the process exits, what it means, and what to do next. */
export type ErrorCodeRow = { readonly exit: ExitMeaning; readonly meaning: string; readonly hint: string };
