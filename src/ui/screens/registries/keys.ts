import type { Binding } from '../../runtime/screen.ts';
import { type Message, type State, selectedChoice } from './update.ts';

/** The keys of the registries screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Open',
    message: { type: 'registry-asked' },
    disabled: state => {
      const choice = selectedChoice(state);
      if (choice === undefined) return 'No registry is listed.';
      return choice.isOpen ? `${choice.name} is the one that is open.` : undefined;
    },
  },
];
