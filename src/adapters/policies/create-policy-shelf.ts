import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { InvalidInputError, NotFoundError } from '../../core/errors/app-error.ts';
import { combinePolicies } from '../../core/gate/combine-policies.ts';
import type { BoundPolicy, Policy } from '../../core/gate/policy.ts';
import { builtInPolicyNames, isPolicyPath } from '../../core/gate/policy-name.ts';
import { replaceThresholds, type ThresholdValue } from '../../core/gate/replace-thresholds.ts';
import { formatCanonicalJson } from '../../core/history/canonical-json.ts';
import type { PolicyShelf } from '../../core/ports/evidence.ts';
import { choosePolicy, type PolicyChoice } from '../../core/settings/choose-policy.ts';
import { selectGates } from '../../core/settings/select-gates.ts';
import type { ConfiguredPolicy, GateBinding } from '../../core/settings/settings.ts';
import { findNearest } from '../../core/text/find-nearest.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { createPolicyReader, type PolicyReader, type ReadPolicy } from './policy-reader.ts';

/** What a shelf holds. */
export type PolicyShelfOptions = {
  /** Of the settings in force, as {@link GateBinding} below. */
  readonly policies: readonly ConfiguredPolicy[];
  readonly gates: readonly GateBinding[];
  /** Where the path of a policy that a command names starts. Absolute. */
  readonly workingFolder: string;
};

/**
 * Policies of the configuration and the built-in ones. Nothing is read before it is asked for, and what reads YAML is loaded when a
 * file is read; a file that has not changed is read once.
 */
export function createPolicyShelf({ policies, gates, workingFolder }: PolicyShelfOptions): PolicyShelf {
  const reader = createPolicyReader();
  return {
    findBound: async (model, alias) => {
      const bindings = selectGates(gates, model, alias);
      const parts: PolicyPart[] = [];
      for (const binding of bindings) parts.push(await loadBinding(reader, binding, policies));
      return bindParts(parts);
    },
    getPolicy: async nameOrPath => {
      const wanted = isPolicyPath(nameOrPath) ? resolve(workingFolder, nameOrPath) : nameOrPath;
      const read = await readChoice(reader, choosePolicy(wanted, policies, undefined), {
        wanted,
        policies,
        where: '',
      });
      return bind([{ ...read, thresholds: {} }]);
    },
  };
}

/** A shelf that binds nothing and has the built-in policies only. */
export function createUnboundShelf(): PolicyShelf {
  return createPolicyShelf({ policies: [], gates: [], workingFolder: '/' });
}

/** A policy with the thresholds that were replaced in it. */
type PolicyPart = ReadPolicy & { readonly thresholds: Readonly<Record<string, ThresholdValue>> };

async function loadBinding(
  reader: PolicyReader,
  binding: GateBinding,
  policies: readonly ConfiguredPolicy[],
): Promise<PolicyPart> {
  const where = `${binding.file}:${binding.line}: `;
  const choice = choosePolicy(binding.policy, policies, binding.file);
  const read = await readChoice(reader, choice, { wanted: binding.policy, policies, where });
  const replaced = replaceThresholds(read.policy, binding.thresholds);
  if (replaced.ok) return { ...read, policy: replaced.policy, thresholds: binding.thresholds };
  const id = makeSafeText(replaced.id, { limit: 80 });
  throw new InvalidInputError('invalid-policy', `${where}thresholds of ${id}: ${replaced.problem}.`, {
    hint: 'Correct the thresholds in the configuration; docs/policies.md lists the ids.',
    data: { file: binding.file, line: binding.line, key: id },
  });
}

type ReadRequest = {
  readonly wanted: string;
  readonly policies: readonly ConfiguredPolicy[];
  /** Place in the configuration that asks, with a colon and a space; empty for a command. */
  readonly where: string;
};

async function readChoice(
  reader: PolicyReader,
  choice: PolicyChoice,
  { wanted, policies, where }: ReadRequest,
): Promise<ReadPolicy> {
  const shown = makeSafeText(wanted, { limit: 200 });
  switch (choice.from) {
    case 'built-in':
      return await reader.readBuiltIn(choice.name);
    case 'file': {
      const read = await reader.readFile(choice.path, choice.name);
      if (read !== undefined) return read;
      const path = makeSafeText(choice.path);
      throw new NotFoundError('policy-not-found', `${where}there is no policy file ${path}.`, {
        data: { path },
      });
    }
    case 'several': {
      const files = choice.policies.map(policy => makeSafeText(policy.path));
      throw new InvalidInputError(
        'policy-not-found',
        `${where}${shown} is the name of two policies: ${files.join(', ')}.`,
        {
          hint: 'Give the path of the one you mean.',
          data: { policy: shown, files },
        },
      );
    }
    case 'nowhere': {
      const names = [...new Set([...policies.map(policy => policy.name), ...builtInPolicyNames])];
      const nearest = findNearest(wanted, names);
      const meant = nearest === undefined ? '' : ` (${nearest} is meant?)`;
      throw new NotFoundError(
        'policy-not-found',
        `${where}there is no policy ${shown}${meant}; there are ${names.join(', ')}.`,
        { data: { policy: shown, names } },
      );
    }
    default:
      return choice satisfies never;
  }
}

/** Parts that are the same count once. */
function bindParts(parts: readonly PolicyPart[]): BoundPolicy | undefined {
  const different = new Map(parts.map(part => [digestOf([part]), part]));
  return different.size === 0 ? undefined : bind([...different.values()]);
}

function bind(parts: readonly PolicyPart[]): BoundPolicy {
  const [first, ...others] = parts.map((part): Policy => part.policy);
  if (first === undefined) throw new TypeError('a policy is bound of at least one');
  return {
    policy: combinePolicies([first, ...others]),
    sha256: digestOf(parts),
    origin: [...new Set(parts.map(part => part.origin))].join(', '),
  };
}

/** One spelling per set of policies: the same policy without thresholds has the same digest, bound or named by a command. */
function digestOf(parts: readonly PolicyPart[]): string {
  const text = formatCanonicalJson(
    parts.map(({ policy, sha256, thresholds }) => ({ name: policy.name, sha256, thresholds })),
  );
  return createHash('sha256').update(text).digest('hex');
}
