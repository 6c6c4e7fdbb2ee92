import type { AppError } from '../../core/errors/app-error.ts';
import type { Effect } from './effect.ts';

/** Says that what is shown could not be read again, and why. What was read before stays on the screen. Pure. */
export function tellNotRefreshed(error: AppError): Extract<Effect, { readonly do: 'notice' }> {
  const text = `Not refreshed, this is what was read before: ${error.message}`;
  return { do: 'notice', notice: { tone: 'bad', text } };
}
