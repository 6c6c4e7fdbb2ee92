import { isMap, isScalar, parseDocument } from 'yaml';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { Reading } from '../../files/read-json.ts';

/**
 * Texts by key. A key whose value is null, a list or a map has none: what MLflow keeps in these (`aliases`, `tags`) is not the truth.
 * Numbers stay text, so that none loses a digit.
 */
export type MetaFields = ReadonlyMap<string, string | undefined>;

/** A line as MLflow writes most of them: a word, a number, an identifier or an address, which no YAML reads in another way. */
const plainLine =
  /^([a-z_]+): ([A-Za-z0-9_./](?:[A-Za-z0-9_./@+=%~\\:-]*[A-Za-z0-9_./@+=%~\\-])?|'[A-Za-z0-9_./ :-]*'|\[\]|\{\})$/;

const nullWord = /^(?:~|[Nn]ull|NULL|)$/;

/**
 * The fields of a meta.yaml, as MLflow's own reader (PyYAML, YAML 1.1) takes their texts: of a key that stands twice the last counts, nothing
 * is resolved, so aliases of YAML cost nothing. The problem follows "its meta.yaml is". Pure.
 */
export function parseMetaYaml(text: string): Reading<MetaFields> {
  if (text.trim() === '') return { ok: false, fault: 'empty', problem: 'empty' };
  const plain = parsePlainLines(text);
  return plain === undefined ? parseAnyYaml(text) : { ok: true, value: plain };
}

/** The fields of a text that has nothing but plain lines; undefined for any other. Twenty times as fast as reading all of YAML. Pure. */
export function parsePlainLines(text: string): MetaFields | undefined {
  const fields = new Map<string, string | undefined>();
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  for (const line of lines) {
    const [, key, value] = plainLine.exec(line) ?? [];
    if (key === undefined || value === undefined) return undefined;
    fields.set(key, readPlainValue(value));
  }
  return fields;
}

function readPlainValue(value: string): string | undefined {
  if (value.startsWith("'")) return value.slice(1, -1);
  return value === '[]' || value === '{}' || nullWord.test(value) ? undefined : value;
}

/** The fields of any YAML text, without the schema that would make numbers and dates of texts. Pure. */
export function parseAnyYaml(text: string): Reading<MetaFields> {
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const problem =
      fault.code === 'RESOURCE_EXHAUSTION'
        ? 'nested too deeply'
        : `no YAML: ${makeSafeText(fault.message, { limit: 120 })}`;
    return { ok: false, fault: 'malformed', problem };
  }
  if (document.contents === null) return { ok: false, fault: 'empty', problem: 'empty' };
  if (!isMap(document.contents)) return { ok: false, fault: 'not-an-object', problem: 'no map of keys' };
  const fields = new Map<string, string | undefined>();
  for (const { key, value } of document.contents.items)
    if (isScalar(key)) fields.set(String(key.value), readScalar(value));
  return { ok: true, value: fields };
}

function readScalar(node: unknown): string | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') return undefined;
  return node.type === 'PLAIN' && nullWord.test(node.value) ? undefined : node.value;
}
