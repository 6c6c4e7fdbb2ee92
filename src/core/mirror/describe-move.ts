import { makeSafeText } from '../text/safe-text.ts';
import type { SidePointer, Sides } from './sides.ts';
import type { PointerMove } from './transfer.ts';

/** What a pointer of the bucket says before and after it is in line. It is called after its alias, behind the model where it is of one. Pure. */
export function describeMove(pointer: SidePointer, versions: Sides['versions']): PointerMove {
  const { name, said, wanted, onlyHere } = pointer;
  const target = onlyHere ?? wanted ?? null;
  const folder = target ?? said ?? '';
  const model = pointer.model ?? versions.get(folder)?.model ?? folder.replace(/_[^_]*$/, '');
  const inside = (text: string | null): string | null =>
    text === null ? null : makeSafeText(text.startsWith(`${model}_`) ? text.slice(model.length + 1) : text);
  const alias = pointer.model === undefined ? name : name.slice(pointer.model.length + 1);
  return { model, alias, from: inside(said), to: inside(target) };
}
