import type { Deployment } from '../../core/deployment/deployment.ts';
import type { Capabilities, RegistryIdentity } from '../../core/registry/registry-index.ts';
import type { SourceFacts } from '../../core/session/source-facts.ts';
import type { Theme } from '../terminal/theme.ts';

/** Whether this console may write, and if not, why. */
export type WritePermission =
  | { readonly at: 'allowed' }
  | { readonly at: 'refused'; readonly reason: string };

/** A state of the registry worth a place in the header: `temporary copy`. */
export type Condition = { readonly tone: 'good' | 'bad' | 'warning' | 'muted'; readonly text: string };

/** What every screen stands in: the registry, who acts, what is allowed, how things look. */
export type Surroundings = {
  readonly registry: RegistryIdentity;
  /** Words that make a command line open this registry; none where it does without. */
  readonly registryWords: readonly string[];
  readonly capabilities: Capabilities;
  readonly actor: string;
  readonly writes: WritePermission;
  readonly condition: Condition | undefined;
  /** Why nothing may be written to the registry, whoever asks, as a sentence; undefined when it may, or is not known yet. */
  readonly unwritable?: string | undefined;
  /** Deployments of this machine that were cut off or failed, oldest first; undefined: nobody has looked yet. */
  readonly cutOff?: readonly Deployment[] | undefined;
  /** The bucket or server behind the registry; undefined where there is none. */
  readonly source: SourceFacts | undefined;
  readonly theme: Theme;
};
