import type { Tagged } from './effect.ts';
import type { AnyScreen, Binding, Context } from './screen.ts';

/** A binding as it stands in a state: footer, help and palette show it, keys ask it. */
export type LiveBinding = {
  readonly keys: readonly string[];
  readonly label: string;
  readonly confirms: boolean;
  /** Why it cannot be done now; undefined when it can. */
  readonly reason: string | undefined;
  readonly message: () => Tagged;
};

/** The bindings of a screen that mean something in its state, in the order of its table. */
export function liveBindings(screen: AnyScreen, state: unknown, context: Context): readonly LiveBinding[] {
  return screen.bindings
    .filter(binding => !binding.hidden?.(state, context))
    .map(binding => ({
      keys: binding.keys,
      label: binding.label,
      confirms: binding.confirms === true,
      reason: binding.disabled?.(state, context),
      message: () => messageOf(binding, state, context),
    }));
}

/** The binding a key belongs to; undefined when the screen has none for it. */
export function findBinding(bindings: readonly LiveBinding[], keyName: string): LiveBinding | undefined {
  return bindings.find(binding => binding.keys.includes(keyName));
}

function messageOf(binding: Binding<unknown, Tagged>, state: unknown, context: Context): Tagged {
  return typeof binding.message === 'function' ? binding.message(state, context) : binding.message;
}
