import { InvalidInputError } from '../errors/app-error.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { findNameProblem, nameLimitCharacters } from './name-problem.ts';

/** ASCII only: letters of other scripts that look like these would make two models that nobody can tell apart. */
const newModelForm = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const aliasForm = /^[A-Za-z][A-Za-z0-9-]*$/;
const anyAliasForm = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;
const versionNumberForm = /^v[0-9]+$/i;

const aliasHint =
  'Use the letters a to z, digits and dashes, beginning with a letter, at most 128 characters.';
const anyAliasHint = 'Use the letters a to z, digits, dashes and underscores, at most 128 characters.';
const otherName = 'Choose another name, such as champion.';

/**
 * The name of a model, unchanged.
 * @throws InvalidInputError `invalid-name` when it cannot be a path segment or is longer than 128 characters.
 */
export function checkModelName(text: string): string {
  return checkName('model', text);
}

/**
 * The name of a model that is to be created, unchanged: stricter than for one that is there, which other programs named.
 * @throws InvalidInputError `invalid-name`.
 */
export function checkNewModelName(text: string): string {
  const name = checkName('model', text);
  if (newModelForm.test(name)) return name;
  throw refuseName(
    'model',
    text,
    'may only have the letters a to z, digits, dots, dashes and underscores, and begins with a letter or digit',
  );
}

/**
 * The name of a version, unchanged.
 * @throws InvalidInputError `invalid-name` when it cannot be a path segment or is longer than 128 characters.
 */
export function checkVersionName(text: string): string {
  return checkName('version', text);
}

/**
 * The name of an alias, unchanged: letters, digits and dashes, beginning with a letter. It has no underscore and is no
 * version number, so that the pointer `<model>_<alias>` can be told from a version folder and taken apart again.
 * @throws InvalidInputError `invalid-name`.
 */
export function checkAliasName(text: string): string {
  const name = checkName('alias', text, aliasHint);
  if (!aliasForm.test(name)) {
    throw refuseName(
      'alias',
      text,
      'may only have letters, digits and dashes, and begins with a letter',
      aliasHint,
    );
  }
  if (versionNumberForm.test(name)) throw refuseName('alias', text, 'would read as a version', otherName);
  return name;
}

/**
 * The name of an alias in a registry of any kind, unchanged: as settings name it.
 * @throws InvalidInputError `invalid-name`.
 */
export function checkAnyAliasName(text: string): string {
  const name = checkName('alias', text, anyAliasHint);
  if (!anyAliasForm.test(name)) {
    throw refuseName(
      'alias',
      text,
      'may only have letters, digits, dashes and underscores, and begins with no dash',
      anyAliasHint,
    );
  }
  if (versionNumberForm.test(name)) throw refuseName('alias', text, 'would read as a version', otherName);
  return name;
}

/**
 * The name of an alias that is to be made on an MLflow server, unchanged, by the rule of the server. One that is there is used whatever
 * its name.
 * @throws InvalidInputError `invalid-name`.
 */
export function checkServerAliasName(text: string): string {
  const name = checkAnyAliasName(text);
  if (name.toLowerCase() === 'latest')
    throw refuseName('alias', text, 'is kept by MLflow for the newest version', otherName);
  return name;
}

function checkName(what: 'model' | 'version' | 'alias', text: string, hint?: string): string {
  const problem = findLengthProblem(text) ?? findNameProblem(text);
  if (problem !== undefined) throw refuseName(what, text, problem, hint);
  return text;
}

function findLengthProblem(text: string): string | undefined {
  return text.length > nameLimitCharacters && [...text].length > nameLimitCharacters
    ? `is longer than ${nameLimitCharacters} characters`
    : undefined;
}

function refuseName(what: string, text: string, problem: string, hint?: string): InvalidInputError {
  const shown = makeSafeText(text, { limit: 80 });
  return new InvalidInputError('invalid-name', `The ${what} name "${shown}" ${problem}.`, {
    data: { name: shown },
    ...(hint === undefined ? {} : { hint }),
  });
}
