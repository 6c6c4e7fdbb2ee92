import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Json } from '../../core/history/canonical-json.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { describeErrno, findErrno } from '../files/file-errors.ts';
import { parseBoundedJson } from '../files/read-json.ts';
import { readTextFile } from '../files/read-text-file.ts';

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
  return path.endsWith('.json') ? parseJson(path, text) : await readYaml(path, text);
}

function parseJson(path: string, text: string): Json {
  const reading = parseBoundedJson(new TextEncoder().encode(text));
  if (reading.ok) return reading.value;
  throw refuse(path, `is ${reading.problem}`);
}

async function readYaml(path: string, text: string): Promise<Json> {
  const { parseYaml } = await import('./parse-yaml.ts');
  const reading = parseYaml(text);
  if (reading.ok) return toJson(path, reading.value);
  throw refuseYaml(path, makeSafeText(reading.problem.replace(/:$/, ''), { limit: 200 }));
}

/** What YAML can say and JSON cannot (dates, infinity, sets) is refused rather than changed. */
function toJson(path: string, value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(item => toJson(path, item));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(path, member)]));
  }
  throw refuseYaml(path, `${makeSafeText(String(value), { limit: 80 })} has no form in JSON`);
}

function refuseYaml(path: string, problem: string): InvalidInputError {
  return refuse(path, `is no usable YAML: ${problem}`);
}

function refuse(path: string, problem: string): InvalidInputError {
  const shown = makeSafeText(path);
  return new InvalidInputError('unreadable-file', `${shown} ${problem}.`, {
    hint: 'Check the file; nothing was changed.',
    data: { path: shown },
  });
}
