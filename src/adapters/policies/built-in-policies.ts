import { BugError } from '../../core/errors/app-error.ts';
import type { Policy } from '../../core/gate/policy.ts';
import type { BuiltInPolicyName } from '../../core/gate/policy-name.ts';
import { formatCanonicalJson, type Json } from '../../core/history/canonical-json.ts';
import { formatKeyPath } from '../files/key-path.ts';
import dev from './built-in/dev.json' with { type: 'json' };
import prod from './built-in/prod.json' with { type: 'json' };
import rag from './built-in/rag.json' with { type: 'json' };
import staging from './built-in/staging.json' with { type: 'json' };
import votes from './built-in/votes.json' with { type: 'json' };
import weightedBleu from './built-in/weighted-bleu.json' with { type: 'json' };
import { makePolicy } from './make-policy.ts';
import { policySchema } from './policy-schema.ts';

/** The files of the policies that come with the program, in the format of any other. */
export const builtInFiles: Readonly<Record<BuiltInPolicyName, Json>> = {
  rag,
  'weighted-bleu': weightedBleu,
  votes,
  dev,
  staging,
  prod,
};

/** A policy that comes with the program, and the text its digest is taken of: the same however the file is set. Pure. */
export function makeBuiltInPolicy(name: BuiltInPolicyName): {
  readonly policy: Policy;
  readonly text: string;
} {
  const file = builtInFiles[name];
  const made = makePolicy(policySchema.parse(file), name);
  if (!made.ok) {
    throw new BugError(
      'internal-bug',
      `The built-in policy ${name}: ${formatKeyPath(made.path)}: ${made.problem}`,
    );
  }
  return { policy: made.policy, text: formatCanonicalJson(file) };
}
