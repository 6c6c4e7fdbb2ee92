import * as z from 'zod/mini';
import { toAppError } from '../../core/errors/app-error.ts';
import {
  isBuiltInPolicy,
  isPolicyPath,
  policyNameForm,
  policyNameWords,
} from '../../core/gate/policy-name.ts';
import { checkAnyAliasName } from '../../core/names/model-name.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { registryKinds } from '../../core/registry/registry-index.ts';
import { isBucketText, readBucketText } from '../../core/settings/bucket-address.ts';
import { findScheme } from '../../core/settings/find-scheme.ts';
import { pushChoices } from '../../core/settings/push-choice.ts';
import { isCatalogPath } from '../../core/settings/registry-text.ts';
import { anyName } from '../../core/settings/select-gates.ts';
import { findHostProblem, isServerText, readServerText } from '../../core/settings/server-address.ts';
import { themeNames } from '../../core/settings/theme-name.ts';
import { transportNames } from '../../core/settings/transport-name.ts';
import { filledText, textWithout } from '../files/checked-text.ts';
import { notifySchema } from './notify-schema.ts';
import { publishSchema } from './publish-schema.ts';
import { trackingSchema } from './tracking-schema.ts';

/** Most registries and aliases a file may name. */
const maxItems = 1000;

const registryName = textWithout(findSegmentProblem);

const aliasName = textWithout(findAliasProblem);

function findAliasProblem(alias: string): string | undefined {
  try {
    checkAnyAliasName(alias);
    return undefined;
  } catch (thrown) {
    return toAppError(thrown).message.replace(/\.$/, '');
  }
}

const registryPath = textWithout(path => {
  if (path.trim() === '') return 'it is empty';
  if (isServerText(path)) return findServerProblem(path);
  const reading = isBucketText(path) ? readBucketText(path) : undefined;
  return reading === undefined || reading.ok ? undefined : `it ${reading.problem}`;
});

const serverUrl = textWithout(url =>
  isServerText(url) ? findServerProblem(url) : 'it must be the address of an MLflow server: https://HOST',
);

/** A file of settings is copied and committed: a login has no place in it. */
function findServerProblem(url: string): string | undefined {
  const reading = readServerText(url);
  if (!reading.ok) return `it ${reading.problem}`;
  if (reading.address.login === undefined) return undefined;
  return 'it holds a login; give that by MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN';
}

const cacheFolder = textWithout(path => {
  if (findScheme(path) !== undefined) return 'it must be a folder on this machine';
  return path.trim() === '' ? 'it is empty' : undefined;
});

const host = textWithout(text => {
  const problem = findHostProblem(text);
  return problem === undefined ? undefined : `it ${problem}`;
});

const lineageFile = textWithout(path => {
  if (findScheme(path) !== undefined) return 'it must be a file on this machine';
  return path.trim() === '' ? 'it is empty' : undefined;
});

const servingFile = textWithout(path => {
  if (findScheme(path) !== undefined) return 'it must be a file on this machine';
  return path.trim() === '' ? 'it is empty' : undefined;
});

const ollama = z.strictObject({ file: z.optional(servingFile), update: z.optional(z.boolean()) });

const registry = z
  .strictObject({
    name: registryName,
    path: z.optional(registryPath),
    url: z.optional(serverUrl),
    kind: z.optional(z.enum(registryKinds)),
    cache: z.optional(cacheFolder),
    transport: z.optional(z.enum(transportNames)),
    lineage: z.optional(lineageFile),
    ollama: z.optional(ollama),
    push: z.optional(z.enum(pushChoices)),
  })
  .check(({ value, issues }) => {
    const { kind, url, path } = value;
    const place = url ?? path;
    if (place === undefined || (url !== undefined && path !== undefined)) {
      const message = place === undefined ? 'it has neither path nor url' : 'it has both path and url';
      issues.push({ code: 'custom', input: value, path: [], message });
      return;
    }
    const isBucket = isBucketText(place);
    const isServer = isServerText(place);
    const isCatalog = !isBucket && !isServer && (kind === 'catalog' || isCatalogPath(place));
    const refuse = (key: keyof typeof value, message: string): void => {
      if (value[key] !== undefined) issues.push({ code: 'custom', input: value[key], path: [key], message });
    };
    if (!isBucket && !isServer)
      refuse('cache', 'only a registry in a bucket (gs://…) or behind a server (https://…) has it');
    if (!isBucket) refuse('transport', 'only a registry in a bucket (gs://…) has it');
    if (!isCatalog) refuse('lineage', 'only a catalogue (a file registry.json) has it');
    for (const key of ['ollama', 'push'] as const)
      if (kind !== 'dvc') refuse(key, 'only a working tree of DVC (kind: dvc) has it');
    if (isBucket && kind !== 'directory') refuse('kind', 'only a directory registry can be in a bucket');
    if (isServer && kind !== 'mlflow') refuse('kind', 'only MLflow (mlflow) is behind a server');
  });

const registries = z.array(registry).check(z.maxLength(maxItems), refuseNameTwice);

const policyName = textWithout(name => {
  if (isBuiltInPolicy(name)) return `${name} is the name of a built-in policy; call yours something else`;
  return policyNameForm.test(name) ? undefined : `it must be ${policyNameWords}`;
});

const policyFile = textWithout(path => {
  if (findScheme(path) !== undefined) return 'it must be a file on this machine';
  return path.trim() === '' ? 'it is empty' : undefined;
});

const policy = z.strictObject({ name: policyName, file: policyFile });

const policies = z.array(policy).check(z.maxLength(maxItems), refuseNameTwice);

const gate = z.strictObject({
  model: z.optional(textWithout(name => (name === anyName ? undefined : findSegmentProblem(name)))),
  alias: z.optional(textWithout(name => (name === anyName ? undefined : findAliasProblem(name)))),
  policy: textWithout(name => {
    if (isPolicyPath(name))
      return findScheme(name) === undefined ? undefined : 'it must be a file on this machine';
    return policyNameForm.test(name) ? undefined : 'it must be the name of a policy, or the path of its file';
  }),
  thresholds: z.optional(
    z.record(z.string(), z.union([z.number(), z.string()])).check(({ value, issues }) => {
      if (Object.keys(value).length > maxItems)
        issues.push({ code: 'custom', input: value, message: `there are more than ${maxItems}` });
    }),
  ),
});

function findSegmentProblem(name: string): string | undefined {
  const problem = findNameProblem(name);
  return problem === undefined ? undefined : `the name ${problem}`;
}

const gates = z.array(gate).check(z.maxLength(maxItems), ({ value, issues }) => {
  const seen = new Set<string>();
  for (const [place, { model = anyName, alias = anyName }] of value.entries()) {
    const where = `${model}@${alias}`;
    if (seen.has(where))
      issues.push({ code: 'custom', input: where, path: [place], message: `${where} stands here twice` });
    seen.add(where);
  }
});

type NamedItems = {
  readonly value: readonly { readonly name: string }[];
  readonly issues: z.core.$ZodRawIssue[];
};

function refuseNameTwice({ value, issues }: NamedItems): void {
  for (const [place, { name }] of value.entries()) {
    if (value.findIndex(other => other.name === name) === place) continue;
    issues.push({ code: 'custom', input: name, path: [place, 'name'], message: `${name} stands here twice` });
  }
}

/** What a configuration file may hold. Every key has a row in the settings table. */
export const settingsSchema = z.strictObject({
  registries: z.optional(registries),
  defaultRegistry: z.optional(filledText),
  actor: z.optional(filledText),
  readOnly: z.optional(z.boolean()),
  protectedAliases: z.optional(z.array(aliasName).check(z.maxLength(maxItems))),
  policies: z.optional(policies),
  gates: z.optional(gates),
  transport: z.optional(z.enum(transportNames)),
  offline: z.optional(z.boolean()),
  tokenHosts: z.optional(z.array(host).check(z.maxLength(maxItems))),
  publish: z.optional(publishSchema),
  notify: z.optional(notifySchema),
  tracking: z.optional(trackingSchema),
  theme: z.optional(z.enum(themeNames)),
  ascii: z.optional(z.boolean()),
});

/** What a configuration file says, as it is written. */
export type FileSettings = z.infer<typeof settingsSchema>;
