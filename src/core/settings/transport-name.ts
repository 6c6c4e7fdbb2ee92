import { InvalidInputError } from '../errors/app-error.ts';
import { makeSafeText } from '../text/safe-text.ts';

/** The ways to a bucket: Google's library with its own login, or the program gsutil with the login of the Cloud SDK. */
export const transportNames = ['sdk', 'gsutil'] as const;
export type TransportName = (typeof transportNames)[number];

/**
 * A transport by its name. Pure.
 * @param said where it was given, for the message
 * @throws InvalidInputError invalid-configuration
 */
export function parseTransport(text: string, said: string): TransportName {
  const transport = transportNames.find(name => name === text);
  if (transport !== undefined) return transport;
  const shown = makeSafeText(text, { limit: 80 });
  throw new InvalidInputError('invalid-configuration', `${said}: "${shown}" is no transport.`, {
    hint: `The transports: ${transportNames.join(', ')}.`,
    data: { value: shown },
  });
}
