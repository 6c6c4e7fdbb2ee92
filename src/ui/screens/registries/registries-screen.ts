import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { commandToOpen, type Message, open, type State, selectedChoice, update } from './update.ts';
import { RegistriesView } from './view.tsx';

/** The registries that are configured, and which one is open. */
export const registriesScreen = defineScreen<State, Message, RouteTo<'registries'>>({
  name: 'registries',
  title: () => 'registries',
  open,
  update,
  bindings,
  view: RegistriesView,
  moved: move => ({ type: 'moved', move }),
  refreshed: { type: 'refresh-asked' },
  copies: state => {
    const choice = selectedChoice(state);
    return choice && commandToOpen(choice);
  },
});
