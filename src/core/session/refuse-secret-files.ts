import { nameInVersion, type Registration } from '../registration/registration.ts';
import {
  type ContentUse,
  refuseSecretConfiguration,
  refuseSecretText,
} from '../secrets/refuse-secret-content.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Session } from './session.ts';

/**
 * Refuses a registration with a secret in its configuration or in a file that is copied into the version.
 * @throws InvalidInputError secret-given; UnavailableError when a file cannot be read
 */
export async function refuseSecretFiles(
  { secrets, readSearchedText }: Pick<Session, 'secrets' | 'readSearchedText'>,
  { configuration, evidence }: Pick<Registration, 'configuration' | 'evidence'>,
  use: ContentUse,
): Promise<void> {
  refuseSecretConfiguration({ configuration }, secrets, use);
  for (const file of evidence) {
    const text = await readSearchedText?.(file.path);
    const name = makeSafeText(nameInVersion(file), { limit: 200 });
    if (text !== undefined) refuseSecretText({ name, text }, secrets, use);
  }
}
