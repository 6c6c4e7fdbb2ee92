import { hubTokenVariables } from '../publish/hub-address.ts';
import { findVariable, type Variables } from '../settings/read-environment.ts';

/** A secret that the environment holds now. It is only ever searched for. */
export type KnownSecret = {
  /** The variable that holds it. */
  readonly variable: string;
  /** Finds its value in a text, wherever it stands. */
  readonly form: RegExp;
};

/** Variables that hold logins: those that are read here, and those of the programs that are run. docs/environment.md lists them. */
export const secretVariables: readonly string[] = [
  ...hubTokenVariables,
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'WANDB_API_KEY',
  'MLFLOW_TRACKING_TOKEN',
  'MLFLOW_TRACKING_PASSWORD',
  'SMTP_PASSWORD',
  'EMAIL_PASSWORD',
  'LASTGOOD_SLACK_URL',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AZURE_CLIENT_SECRET',
  'AZURE_STORAGE_CONNECTION_STRING',
  'AZURE_STORAGE_KEY',
];

/** Shorter values are in many texts by chance. */
const shortestSecret = 8;

/** A word or a number that people use: `rollback` and `12345678` are in texts that have nothing to do with a login. */
const plainValue = /^(?:[A-Z]?[a-z]{1,15}|[A-Z]{1,16}|\d{1,12})$/;

/** What stands before a value that is called a login: `password: `, `"api_key":"`, `SMTP_PASSWORD=`, `//user:`. */
const calledLogin = String.raw`(?:pass|passwd|password|pwd|secret|token|key|login)["']?\s*[=:]\s*["']?|:\/\/[^\s/:@"']*:`;

/**
 * The secrets that variables hold now. Values of fewer than 8 characters are left out. A plain word or number counts only where the text
 * itself calls it a login: `rollback` as a password is no reason to refuse a rollback. Pure.
 * @param named further variables that hold secrets, as a configuration names them
 */
export function listKnownSecrets(
  variables: Variables,
  named: readonly string[] = [],
): readonly KnownSecret[] {
  const names = new Set([...secretVariables, ...named]);
  return [...names].flatMap(variable => {
    // Some write the whole header into the variable.
    const value = (findVariable(variables, variable)?.trim() ?? '').replace(/^(?:bearer|token)\s+/i, '');
    return value.length < shortestSecret ? [] : [{ variable, form: formOf(value) }];
  });
}

function formOf(value: string): RegExp {
  const exact = value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return plainValue.test(value)
    ? new RegExp(`(?<=(?:${calledLogin})(?:bearer\\s+)?)(?<!\\w)${exact}(?!\\w)`, 'gi')
    : new RegExp(exact, 'g');
}
