import { MlflowRefusal, refuseMissing } from './mlflow-refusal.ts';

/** What a request says, from its query or its JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** What answers a call; the result is sent as JSON. */
export type Handler = (fields: Fields) => Readonly<Record<string, unknown>>;

/** Handlers by `METHOD path`. */
export type Handlers = Readonly<Record<string, Handler>>;

/** A text that must be there and not be empty. @throws MlflowRefusal */
export function requireText(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === null || value === '') throw refuseMissing(name);
  return String(value);
}

/** A text, or undefined where it was not sent. */
export function findText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return value === undefined || value === null ? undefined : String(value);
}

/** `key` and `value` of each of a list; the last of a key counts. */
export function readPairs(fields: Fields, name: string): Map<string, string> {
  return new Map(readRows(fields, name).map(row => [String(row['key']), String(row['value'] ?? '')]));
}

/** The objects of a list. */
export function readRows(fields: Fields, name: string): readonly Fields[] {
  const rows = fields[name];
  return Array.isArray(rows) ? (rows as readonly Fields[]) : [];
}

/** @throws MlflowRefusal for a key or a value that MLflow does not take as a tag of the registry */
export function checkTag(key: string, value: string): void {
  if (!/^[/\w.\- :]*$/.test(key))
    throw new MlflowRefusal(
      'INVALID_PARAMETER_VALUE',
      `Invalid value ${JSON.stringify(key)} for parameter 'key' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).`,
    );
  checkLength('key', key, 250);
  checkLength('value', value, 100_000);
}

function checkLength(name: string, text: string, limit: number): void {
  if (text.length > limit)
    throw new MlflowRefusal(
      'INVALID_PARAMETER_VALUE',
      `'${name}' exceeds the maximum length of ${limit} characters`,
    );
}
