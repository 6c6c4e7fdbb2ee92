// A module of its own, imported where it is needed: bundled, a CommonJS package that `import()` names has no named exports.
import { parse } from 'yaml';

/** What a YAML text says, or in words what is wrong with it. */
export type YamlReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** Reads one YAML document with few aliases. Pure. */
export function parseYaml(text: string): YamlReading {
  try {
    return { ok: true, value: parse(text, { maxAliasCount: 100 }) };
  } catch (thrown) {
    // The package tells of texts by several classes, never by this one: that is a fault of the program.
    if (!(thrown instanceof Error) || thrown instanceof TypeError) throw thrown;
    return { ok: false, problem: thrown.message.split('\n')[0] ?? '' };
  }
}
