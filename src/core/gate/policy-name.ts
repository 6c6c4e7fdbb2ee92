/** The policies that come with the program. */
export const builtInPolicyNames = ['rag', 'weighted-bleu', 'votes', 'dev', 'staging', 'prod'] as const;
export type BuiltInPolicyName = (typeof builtInPolicyNames)[number];

/** Whether a name is that of a policy that comes with the program. Pure. */
export function isBuiltInPolicy(name: string): name is BuiltInPolicyName {
  return builtInPolicyNames.some(builtIn => builtIn === name);
}

/** What names of policies and of evidence look like; no dot, because a dot joins them with what they hold. */
export const policyNameForm = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** What a name has to be, in words. */
export const policyNameWords = 'a name of letters, digits, - and _, at most 64, that begins with a letter';

/** Whether a text names a policy by the path of its file: it holds a slash, or ends like a file of YAML or JSON. Pure. */
export function isPolicyPath(text: string): boolean {
  return /[/\\]|\.(?:ya?ml|json)$/i.test(text);
}
