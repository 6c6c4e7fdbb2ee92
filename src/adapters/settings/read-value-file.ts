import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Json } from '../../core/history/canonical-json.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { describeErrno, findErrno } from '../files/file-errors.ts';
import { parseBoundedJson } from '../files/read-json.ts';
import { readTextFile } from './read-text-file.ts';

/** Largest file whose value is taken. */
const limitBytes = 16 * 1024 * 1024;

/**
 * The value of a JSON or YAML file that somebody named; a name ending in `.json` is read as JSON, every other as YAML.
 * @param path absolute
 * @throws InvalidInputError unreadable-file
 */
export async function readValueFile(path: string): Promise<Json> {
  const text = await readTextFile(path, limitBytes).catch((thrown: unknown) => {
    const errno = findErrno(thrown);
    throw errno === undefined ? thrown : refuse(path, `cannot be read: ${describeErrno(errno)} (${errno})`);
  });
  if (text === undefined) throw refuse(path, 'is not there');
  return path.endsWith('.json') ? parseJson(path, text) : await parseYaml(path, text);
}

function parseJson(path: string, text: string): Json {
  const reading = parseBoundedJson(new TextEncoder().encode(text));
  if (reading.ok) return reading.value;
  throw refuse(path, `is ${reading.problem}`);
}

async function parseYaml(path: string, text: string): Promise<Json> {
  const { parse } = await import('yaml');
  try {
    return toJson(parse(text, { maxAliasCount: 100 }));
  } catch (thrown) {
    const problem = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    throw refuse(path, `is no usable YAML: ${makeSafeText(problem.replace(/:$/, ''), { limit: 200 })}`);
  }
}

/** What YAML can say and JSON cannot (dates, infinity, sets) is refused rather than changed. */
function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
  }
  throw new Error(`${String(value)} has no form in JSON`);
}

function refuse(path: string, problem: string): InvalidInputError {
  const shown = makeSafeText(path);
  return new InvalidInputError('unreadable-file', `${shown} ${problem}.`, {
    hint: 'Check the file; nothing was changed.',
    data: { path: shown },
  });
}
