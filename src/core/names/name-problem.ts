import { describeUnsafe } from '../text/safe-text.ts';

/** Longest model, version or alias name, in characters. */
export const nameLimitCharacters = 128;

/** Longest name a file system takes, in bytes of UTF-8. */
const pathSegmentLimitBytes = 255;

/** Device names on Windows, with or without an extension. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Characters some file system forbids or a bucket tool takes for a pattern. */
const forbiddenCharacter = /[/\\<>:"|?*[\]#]/;

/** What nearly every name is made of; nothing in it needs a closer look. */
const plainName = /^[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/;

/** Folders the registry keeps for itself. */
const reservedNames: ReadonlySet<string> = new Set(['.lastgood', 'rollback_logs']);

/**
 * Why a text cannot be one segment of a path on every file system and in a bucket, in words that follow "the name";
 * undefined when it can. Pure. This is the rule under every name; {@link checkModelName} and its kin add theirs.
 */
export function findNameProblem(text: string): string | undefined {
  const isPlain = text.length <= pathSegmentLimitBytes && plainName.test(text);
  return (isPlain ? undefined : findCharacterProblem(text)) ?? findReservedProblem(text);
}

function findCharacterProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  const unsafe = describeUnsafe(text);
  if (unsafe !== undefined) return `holds ${unsafe}`;
  if (text.startsWith('.')) return 'begins with a dot';
  if (text.includes('..')) return 'holds ".."';
  if (text.startsWith('-')) return 'begins with a dash and would be read as an option';
  if (/^\s|[\s.]$/u.test(text)) return 'begins or ends with a space, or ends with a dot';
  const forbidden = forbiddenCharacter.exec(text);
  if (forbidden !== null) return `holds "${forbidden[0]}"`;
  if (countUtf8Bytes(text) > pathSegmentLimitBytes) return `is longer than ${pathSegmentLimitBytes} bytes`;
  return undefined;
}

function findReservedProblem(text: string): string | undefined {
  if (reservedNames.has(text.toLowerCase())) return 'is kept for the registry itself';
  return deviceName.test(text) ? 'is a device name on Windows' : undefined;
}

/** Bytes of a text in UTF-8. Pure. */
function countUtf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
