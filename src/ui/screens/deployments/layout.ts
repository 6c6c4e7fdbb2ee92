import { linkKinds } from '../../../core/deployment/deployment.ts';
import type { Size } from '../../runtime/screen.ts';
import type { ShownState } from './update.ts';

/** How the rows of the screen are shared out. */
export type Layout = {
  /** Rows for the deployments, without their headings. */
  readonly listRows: number;
  /** Rows that say more about the selected one, without the rule above them. */
  readonly panelRows: number;
};

/** Rows that the links of one take with what goes on. */
const neededRows = linkKinds.length + 2;

/** All links of the selected deployment are seen; what is left is for the list, as far as there are deployments. Pure. */
export function layoutOf({ loaded }: ShownState, { size }: { readonly size: Size }): Layout {
  const room = Math.max(2, size.rows - 2 - loaded.unreadable.length);
  const listRows = Math.max(1, Math.min(loaded.deployments.length, room - neededRows));
  return { listRows, panelRows: Math.max(1, room - listRows) };
}
