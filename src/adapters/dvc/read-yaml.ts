import { isUtf8 } from 'node:buffer';
// Imported by name: bundled, a CommonJS package that `import()` names has no named exports.
import { parseDocument } from 'yaml';
import type { Json } from '../../core/history/canonical-json.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { JsonObject, Reading } from '../files/read-json.ts';

/** Most values that stand for another one (`*name`) in a file. */
const maxAliasCount = 100;

/** A sign of a merge that nobody finished. */
const mergeMarker = /^(?:<{7}|>{7}|={7})(?: |$)/m;

/**
 * The mapping that a YAML file is, as plain values: keys are texts, what JSON has no word for is null. A byte order mark and lines that
 * end as on Windows are tolerated; a key that stands twice, a second document and a value that holds itself are refused. Pure.
 */
export function parseYamlObject(bytes: Uint8Array): Reading<JsonObject> {
  if (!isUtf8(bytes)) return refuse('malformed', 'malformed: not UTF-8');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (body.trim() === '') return refuse('empty', 'empty');
  if (mergeMarker.test(body)) return refuse('malformed', 'in the middle of a merge that was not finished');
  const reading = readValue(body);
  if (!reading.ok) return reading;
  return isObject(reading.value) ? { ok: true, value: reading.value } : refuse('not-an-object', 'no mapping');
}

function readValue(text: string): Reading<Json> {
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'error' });
    const [fault] = document.errors;
    if (fault !== undefined) return describeFault(text, fault.message, fault.pos[0]);
    // Through JSON: whatever the file says, what comes out is finite, and is made of plain values only.
    return { ok: true, value: JSON.parse(JSON.stringify(document.toJS({ maxAliasCount }) ?? null)) as Json };
  } catch (thrown) {
    if (thrown instanceof RangeError) return refuse('too-deep', 'nested too deeply');
    if (!(thrown instanceof Error)) throw thrown;
    return refuse(
      'malformed',
      `malformed: ${makeSafeText(thrown.message.split('\n')[0] ?? '', { limit: 200 })}`,
    );
  }
}

function describeFault(text: string, message: string, offset: number): Reading<never> {
  const line = text.slice(0, offset).split('\n').length;
  const said = makeSafeText(message.split('\n')[0] ?? '', { limit: 160 });
  return refuse('malformed', `no YAML: line ${line}: ${said}`);
}

function refuse(
  fault: Extract<Reading<never>, { readonly ok: false }>['fault'],
  problem: string,
): Reading<never> {
  return { ok: false, fault, problem };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
