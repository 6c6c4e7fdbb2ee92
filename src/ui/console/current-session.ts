import type { Session } from '../../core/session/session.ts';
import { findSource } from '../../core/session/source-facts.ts';
import type { SessionFacts } from './operations.ts';

/** The session the console works with. It changes when the actor says who they are, or another registry is opened. */
export type CurrentSession = {
  readonly get: () => Session;
  /** Works with another session from now on, and watches its registry instead. */
  readonly change: (session: Session) => void;
  /** Stops watching. */
  readonly close: () => void;
};

/** Starts with a session. `onRegistryChange` is called after something in the registry of the current one changed. */
export function createCurrentSession(first: Session, onRegistryChange: () => void): CurrentSession {
  let current = first;
  let unwatch = first.registry.reader.watch(onRegistryChange);
  return {
    get: () => current,
    change: session => {
      unwatch();
      current = session;
      unwatch = session.registry.reader.watch(onRegistryChange);
    },
    close: () => unwatch(),
  };
}

/** The words by which a command line opens the registry at a place. */
export type NameRegistry = (place: string) => readonly string[];

/** What the header says of a session, and what commands have to say of its registry. Pure. */
export function describeSession(session: Session, nameRegistry: NameRegistry): SessionFacts {
  const { reader } = session.registry;
  return {
    registry: reader.identity,
    registryWords: nameRegistry(reader.identity.place),
    capabilities: reader.capabilities,
    actor: session.actor,
    source: findSource(session.registry),
    writes:
      session.writes.access === 'write'
        ? { at: 'allowed' }
        : { at: 'refused', reason: `Nothing can be written: ${session.writes.because}.` },
  };
}
