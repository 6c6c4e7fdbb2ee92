import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { KeyPath } from './key-path.ts';

/** A place in a text, both counted from 1. */
export type Position = { readonly line: number; readonly column: number };

/** The value of a YAML text, in which keys and values can be found again. */
export type LocatedYaml = {
  /** undefined for a text that holds nothing. */
  readonly value: unknown;
  /** Whether there is anything at a path of keys, even if it is empty. */
  readonly has: (path: KeyPath) => boolean;
  readonly findKey: (path: KeyPath, key: string) => Position;
  /** Where a value stands, or the nearest thing around it that is there. */
  readonly findValue: (path: KeyPath) => Position;
};

/** A text that was read, or where and why it is no YAML. */
export type LocatedReading =
  | { readonly ok: true; readonly yaml: LocatedYaml }
  | { readonly ok: false; readonly position: Position; readonly problem: string };

/**
 * Reads one YAML document with few aliases and remembers where everything stands. JSON is read as well: it is YAML, of which a key
 * that stands twice is an error. `problem` is not made safe. Pure.
 */
export function readLocatedYaml(text: string): LocatedReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const findPosition = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [fault] = document.errors;
  if (fault !== undefined) {
    const problem = fault.code === 'RESOURCE_EXHAUSTION' ? 'it is nested too deeply' : fault.message;
    return { ok: false, position: findPosition(fault.pos[0]), problem };
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return {
      ok: true,
      yaml: {
        value,
        has: path => document.hasIn(path),
        findKey: (path, key) => findPosition(findKeyOffset(document, path, key)),
        findValue: path => findPosition(findValueOffset(document, path)),
      },
    };
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : 'it cannot be read';
    return { ok: false, position: findPosition(0), problem };
  }
}

function findKeyOffset(document: Document, path: KeyPath, key: string): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(node)
    ? node.items.find(item => isScalar(item.key) && String(item.key.value) === key)
    : undefined;
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : 0;
}

function findValueOffset(document: Document, path: KeyPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
