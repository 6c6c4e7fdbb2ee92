import type { GateBinding } from './settings.ts';

/** Stands for every model, or every alias, in a binding. */
export const anyName = '*';

/**
 * The bindings that count for an alias of a model: of every file the most specific that fits (the model by name before every model,
 * then the alias by name before every alias), and of all files together, so that one can only add to what another demands. In the
 * order given; empty where none fits. Pure.
 */
export function selectGates(
  gates: readonly GateBinding[],
  model: string,
  alias: string,
): readonly GateBinding[] {
  const fitting = gates.filter(gate => fits(gate.model, model) && fits(gate.alias, alias));
  const byFile = new Map<string, GateBinding>();
  for (const gate of fitting) {
    const best = byFile.get(gate.file);
    if (best === undefined || specificity(gate) > specificity(best)) byFile.set(gate.file, gate);
  }
  return [...byFile.values()];
}

function fits(pattern: string, name: string): boolean {
  return pattern === anyName || pattern === name;
}

function specificity({ model, alias }: GateBinding): number {
  return (model === anyName ? 0 : 2) + (alias === anyName ? 0 : 1);
}
