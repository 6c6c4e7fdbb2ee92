import type { PublicationState } from '../publish/publication.ts';

/** How a version stands on a hub, in a few words; null for nothing. Pure. @param state undefined: not known yet */
export function describePublication(state: PublicationState | undefined): string | null {
  switch (state?.at) {
    case undefined:
    case 'no-repository':
      return null;
    case 'published':
      return `published at ${state.commit.slice(0, 12)}`;
    case 'untagged':
      return `committed at ${state.commit.slice(0, 12)}, without its tag`;
    case 'repository':
      return `a ${state.visibility} repository at ${state.head.slice(0, 12)}`;
    case 'other-content':
      return `its tag stands on other files`;
    case 'other-model':
      return `the model ${state.model}`;
    default:
      return state satisfies never;
  }
}
