import { formatCommand } from './planning.ts';

/** A plan whose command has further words at its end. Pure. */
export function extendCommand<Planned extends { readonly command: string }>(
  plan: Planned,
  words: readonly string[],
): Planned {
  return { ...plan, command: addWords(plan.command, words) };
}

/** A command line with further words at its end. Pure. */
export function addWords(command: string, words: readonly string[]): string {
  return `${command}${formatCommand(words).slice(formatCommand([]).length)}`;
}
