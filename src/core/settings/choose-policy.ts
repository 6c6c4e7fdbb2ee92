import { type BuiltInPolicyName, isBuiltInPolicy, isPolicyPath } from '../gate/policy-name.ts';
import type { ConfiguredPolicy } from './settings.ts';

/** What a name or path of a policy means. */
export type PolicyChoice =
  | { readonly from: 'built-in'; readonly name: BuiltInPolicyName }
  /** `name` is the configured one; undefined for a path, which says itself how it is called. */
  | { readonly from: 'file'; readonly path: string; readonly name: string | undefined }
  /** The same name for two files, and nobody says which of them is meant. */
  | { readonly from: 'several'; readonly policies: readonly ConfiguredPolicy[] }
  | { readonly from: 'nowhere' };

/**
 * What a name or path means where it stands: a path is a path; a name is looked up in the configuration file that uses it, then in
 * the others, then among the built-in ones, so that a project never changes what a name in the file of the user means. Pure.
 * @param file configuration file that uses the name; undefined for a command
 */
export function choosePolicy(
  nameOrPath: string,
  policies: readonly ConfiguredPolicy[],
  file: string | undefined,
): PolicyChoice {
  if (isPolicyPath(nameOrPath)) return { from: 'file', path: nameOrPath, name: undefined };
  const named = policies.filter(policy => policy.name === nameOrPath);
  const own = named.filter(policy => policy.file === file);
  const [chosen, ...others] = own.length > 0 ? own : named;
  if (chosen === undefined) {
    return isBuiltInPolicy(nameOrPath) ? { from: 'built-in', name: nameOrPath } : { from: 'nowhere' };
  }
  if (others.some(other => other.path !== chosen.path)) return { from: 'several', policies: named };
  return { from: 'file', path: chosen.path, name: chosen.name };
}
