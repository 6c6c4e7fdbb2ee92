import type { RouteTo } from '../../console/routes.ts';
import { defineScreen } from '../../runtime/screen.ts';
import { bindings } from './keys.ts';
import { type Message, open, type State, update } from './update.ts';
import { ActorView } from './view.tsx';

/** Asks once who acts, under a login that many people share. */
export const actorScreen = defineScreen<State, Message, RouteTo<'actor'>>({
  name: 'actor',
  title: () => 'who',
  open,
  update,
  bindings,
  view: ActorView,
  focus: state => ({ on: 'field', field: state.field, edited: field => ({ type: 'name-edited', field }) }),
});
