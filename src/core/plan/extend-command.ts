import type { Plan } from './plan.ts';
import { formatCommand } from './planning.ts';

/** A plan whose command has further words at its end. Pure. */
export function extendCommand(plan: Plan, words: readonly string[]): Plan {
  const added = formatCommand(words).slice(formatCommand([]).length);
  return { ...plan, command: `${plan.command}${added}` };
}
