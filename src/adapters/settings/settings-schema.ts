import * as z from 'zod/mini';
import { toAppError } from '../../core/errors/app-error.ts';
import { checkAliasName } from '../../core/names/model-name.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { registryKinds } from '../../core/registry/registry-index.ts';
import { themeNames } from '../../core/settings/theme-name.ts';

/** Most registries and aliases a file may name. */
const maxItems = 1000;

/** A text about which a function says what is wrong, or nothing. */
function textWithout(findProblem: (text: string) => string | undefined) {
  return z.string().check(({ value, issues }) => {
    const message = findProblem(value);
    if (message !== undefined) issues.push({ code: 'custom', input: value, message });
  });
}

const filledText = textWithout(text => (text.trim() === '' ? 'it is empty' : undefined));

const registryName = textWithout(name => {
  const problem = findNameProblem(name);
  return problem === undefined ? undefined : `the name ${problem}`;
});

const aliasName = textWithout(alias => {
  try {
    checkAliasName(alias);
    return undefined;
  } catch (thrown) {
    return toAppError(thrown).message.replace(/\.$/, '');
  }
});

const registry = z.strictObject({
  name: registryName,
  path: filledText,
  kind: z.optional(z.enum(registryKinds)),
});

const registries = z.array(registry).check(z.maxLength(maxItems), ({ value, issues }) => {
  for (const [place, { name }] of value.entries()) {
    if (value.findIndex(other => other.name === name) === place) continue;
    issues.push({ code: 'custom', input: name, path: [place, 'name'], message: `${name} stands here twice` });
  }
});

/** What a configuration file may hold. Every key has a row in the settings table. */
export const settingsSchema = z.strictObject({
  registries: z.optional(registries),
  defaultRegistry: z.optional(filledText),
  actor: z.optional(filledText),
  readOnly: z.optional(z.boolean()),
  protectedAliases: z.optional(z.array(aliasName).check(z.maxLength(maxItems))),
  theme: z.optional(z.enum(themeNames)),
  ascii: z.optional(z.boolean()),
});

/** Something that the schema says is wrong with a file. */
export type SettingsIssue = z.core.$ZodIssue;
