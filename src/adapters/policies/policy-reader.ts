import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Policy } from '../../core/gate/policy.ts';
import type { BuiltInPolicyName } from '../../core/gate/policy-name.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { findLinkedFile, readLinkedFile } from '../files/read-text-file.ts';

/** A policy with what its digest is taken of. */
export type ReadPolicy = {
  readonly policy: Policy;
  /** Of the bytes of its file; of a built-in one, of its canonical JSON. */
  readonly sha256: string;
  /** For people: `built in`, or the path of the file. Safe to show. */
  readonly origin: string;
};

/** Reads policies, each once as long as it does not change. */
export type PolicyReader = {
  readonly readBuiltIn: (name: BuiltInPolicyName) => Promise<ReadPolicy>;
  /**
   * undefined when there is no such file.
   * @throws InvalidInputError invalid-policy; UnavailableError when the file system refuses
   */
  readonly readFile: (path: string, configuredName: string | undefined) => Promise<ReadPolicy | undefined>;
};

/** Largest policy file. */
const limitBytes = 256 * 1024;

/** A file as it was when it was read; what was wrong with it is remembered as well. */
type CachedPolicy = { readonly state: string; readonly read: Promise<ReadPolicy | undefined> };

/** A reader with nothing in its memory. What parses policies is loaded when the first one is read. */
export function createPolicyReader(): PolicyReader {
  const builtIn = new Map<BuiltInPolicyName, ReadPolicy>();
  const files = new Map<string, CachedPolicy>();
  return {
    readBuiltIn: async name => {
      const known = builtIn.get(name);
      if (known !== undefined) return known;
      const { makeBuiltInPolicy } = await import('./built-in-policies.ts');
      const { policy, text } = makeBuiltInPolicy(name);
      const read = { policy, sha256: sha256Of(text), origin: 'built in' };
      builtIn.set(name, read);
      return read;
    },
    readFile: async (path, configuredName) => {
      const state = await withFileErrors('read the policy', path, () => findLinkedFile(path));
      if (state === undefined) return undefined;
      const key = `${configuredName ?? ''}\n${path}`;
      const known = files.get(key);
      if (known?.state === state) return await known.read;
      const read = readAndParse(path, configuredName);
      files.set(key, { state, read });
      return await read;
    },
  };
}

async function readAndParse(
  path: string,
  configuredName: string | undefined,
): Promise<ReadPolicy | undefined> {
  const bytes = await withFileErrors('read the policy', path, () => readLinkedFile(path, limitBytes));
  return bytes === undefined ? undefined : await parseFile(path, bytes, configuredName);
}

async function parseFile(
  path: string,
  bytes: Uint8Array,
  configuredName: string | undefined,
): Promise<ReadPolicy> {
  const origin = makeSafeText(path);
  if (!isUtf8(bytes)) {
    throw new InvalidInputError('invalid-policy', `${origin} is no UTF-8 text.`, { data: { file: origin } });
  }
  const { parsePolicy } = await import('./parse-policy.ts');
  const text = new TextDecoder().decode(bytes);
  return { policy: parsePolicy({ path, text, configuredName }), sha256: sha256Of(bytes), origin };
}

function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
