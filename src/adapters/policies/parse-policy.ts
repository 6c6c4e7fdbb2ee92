import { basename, extname } from 'node:path';
import type { Policy } from '../../core/gate/policy.ts';
import { isBuiltInPolicy, policyNameForm, policyNameWords } from '../../core/gate/policy-name.ts';
import { type FileFault, findFault, refuseFault } from '../files/file-fault.ts';
import { findJsonFault } from '../files/find-json-fault.ts';
import { formatKeyPath, type KeyPath } from '../files/key-path.ts';
import { type LocatedYaml, readLocatedYaml } from '../files/located-yaml.ts';
import { makePolicy } from './make-policy.ts';
import { type PolicyFile, policySchema } from './policy-schema.ts';
import { createPolicyWords } from './policy-words.ts';

/** The text of a policy file. */
export type PolicyText = {
  /** A path that ends in `.json` is read as JSON, every other as YAML. */
  readonly path: string;
  readonly text: string;
  /** The name the configuration gives it; undefined where it is named by its path. */
  readonly configuredName: string | undefined;
};

/**
 * The policy of a file. Pure.
 * @throws InvalidInputError invalid-policy: the first thing that is wrong, with file, line, column and key
 */
export function parsePolicy(file: PolicyText): Policy {
  const refuse = (fault: FileFault): Error => refuseFault('invalid-policy', file.path, fault);
  // YAML takes more than JSON does, such as comments.
  const torn = file.path.toLowerCase().endsWith('.json') ? findJsonFault(file.text) : undefined;
  if (torn !== undefined) throw refuse(torn);
  const reading = readLocatedYaml(file.text);
  if (!reading.ok) throw refuse({ ...reading, key: undefined });
  const { yaml } = reading;
  const result = policySchema.safeParse(yaml.value ?? {});
  if (!result.success) throw refuse(findFault(yaml, result.error.issues, createPolicyWords(yaml.value)));
  const name = chooseName(file, result.data);
  if (!name.ok) throw refuse(placeFault(yaml, ['name'], name.problem));
  const made = makePolicy(result.data, name.name);
  if (!made.ok) throw refuse(placeFault(yaml, made.path, made.problem));
  return made.policy;
}

function placeFault(yaml: LocatedYaml, path: KeyPath, problem: string): FileFault {
  const key = formatKeyPath(path);
  return { position: yaml.findValue(path), key, problem: `${key}: ${problem}` };
}

type ChosenName =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly problem: string };

function chooseName({ path, configuredName }: PolicyText, { name }: PolicyFile): ChosenName {
  const chosen = name ?? configuredName ?? basename(path, extname(path));
  if (configuredName !== undefined && chosen !== configuredName)
    return {
      ok: false,
      problem: `the configuration calls this policy ${configuredName}; write that, or leave it out`,
    };
  if (isBuiltInPolicy(chosen))
    return { ok: false, problem: `${chosen} is the name of a built-in policy; call yours something else` };
  if (policyNameForm.test(chosen)) return { ok: true, name: chosen };
  return {
    ok: false,
    problem: `it is missing, and that of the file cannot be it; it must be ${policyNameWords}`,
  };
}
