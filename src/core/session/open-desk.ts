import { InvalidInputError } from '../errors/app-error.ts';
import type { PublicationDesk } from './prepare-publication.ts';
import type { Session } from './session.ts';

/**
 * The hub that is meant, and what is published from here.
 * @throws InvalidInputError capability-missing where nothing can be published; invalid-configuration
 */
export async function openDesk({ deploying }: Pick<Session, 'deploying'>): Promise<PublicationDesk> {
  const desk = await deploying?.openDesk?.();
  if (desk !== undefined) return desk;
  throw new InvalidInputError('capability-missing', 'Nothing can be published from here.', {
    hint: 'Add --skip-hf-push to deploy without publishing.',
  });
}
