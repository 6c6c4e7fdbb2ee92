import { maskConnection } from '../../core/connections/mask-connection.ts';
import type { Channel } from '../../core/ports/channel.ts';
import { maskSecrets } from '../../core/secrets/find-secret.ts';
import type { KnownSecret } from '../../core/secrets/known-secrets.ts';

/**
 * A channel of which nothing is heard that is a secret of this environment, whosever it is: a service, or what stands before it, may say
 * back what another one was sent.
 */
export function createMaskedChannel(channel: Channel, known: readonly KnownSecret[]): Channel {
  const { name, use, kinds } = channel;
  return {
    ...{ name, use, kinds },
    deliver: async (event, options) => {
      const delivery = await channel.deliver(event, options);
      if (delivery.outcome === 'delivered') {
        const { reference } = delivery;
        return { ...delivery, reference: reference === null ? null : maskSecrets(reference, known) };
      }
      const { code, message, hint } = delivery.problem;
      const problem = { code, message: maskSecrets(message, known), hint: maskSecrets(hint, known) };
      return { ...delivery, problem };
    },
    examine: async signal => maskConnection(await channel.examine(signal), known),
  };
}
