import type { Channel } from '../../core/ports/channel.ts';

/** A channel whose program is only loaded when there is something to tell. */
export function createLateChannel(
  known: Pick<Channel, 'name' | 'use' | 'kinds'>,
  load: () => Promise<Channel>,
): Channel {
  let loaded: Promise<Channel> | undefined;
  const get = (): Promise<Channel> => {
    loaded ??= load();
    return loaded;
  };
  return {
    ...known,
    deliver: async (event, options) => await (await get()).deliver(event, options),
    examine: async signal => await (await get()).examine(signal),
  };
}
