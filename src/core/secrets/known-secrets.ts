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

/**
 * The secrets that variables hold now. Values of fewer than 8 characters are left out. A value that is a plain word counts only where it
 * stands alone: a password of that kind is no reason to refuse `frontshift-rag` for `frontshift`. Pure.
 * @param named further variables that hold secrets, as a configuration names them
 */
export function listKnownSecrets(
  variables: Variables,
  named: readonly string[] = [],
): readonly KnownSecret[] {
  const names = new Set([...secretVariables, ...named]);
  return [...names].flatMap(variable => {
    const value = findVariable(variables, variable)?.trim() ?? '';
    return value.length < shortestSecret ? [] : [{ variable, form: formOf(value) }];
  });
}

function formOf(value: string): RegExp {
  const exact = value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(/^[a-z]+$/i.test(value) ? `(?<![\\w-])${exact}(?![\\w-])` : exact, 'g');
}
