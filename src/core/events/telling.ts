import type { Channel } from '../ports/channel.ts';
import type { Outbox } from '../ports/outbox.ts';

/** A channel that is configured and cannot be used here. */
export type UnreadyChannel = Pick<Channel, 'name' | 'use' | 'kinds'> & {
  /** Follows "Not told to NAME: ", without a full stop. Safe to show. */
  readonly because: string;
};

/** How others hear of what happens in a registry. */
export type Telling = {
  readonly outbox: Outbox;
  readonly channels: readonly Channel[];
  readonly unready: readonly UnreadyChannel[];
  /** Why nothing is sent for now, as `offline is set`; undefined: it is. What happens is kept all the same. */
  readonly keptBecause: string | undefined;
};
