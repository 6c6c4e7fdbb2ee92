/** A text in single quotes, one in double quotes, an escaped character, or characters that mean themselves. */
const shellPart = /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^'"\\]+)/gsuy;

/** A text of escaped and other characters, without the spaces around it that are not escaped. */
const plainText = /^\s*((?:\\.|[^\\])*?)\s*$/su;

/**
 * The path that a person means who types it, pastes it from a shell or drops a folder on the terminal: `~` is the home folder,
 * quotes around it and backslashes before a character are taken off, spaces inside stay. Undefined for nothing. Pure.
 */
export function parseTypedPath(text: string, homeFolder: string): string | undefined {
  const typed = text.trim();
  const path = parseQuoted(typed) ?? parsePlain(text, homeFolder);
  return path === '' ? undefined : path;
}

/** A path that begins with a quote, read as a shell does; undefined for any other, and where a quote is not closed. */
function parseQuoted(typed: string): string | undefined {
  if (!/^['"]/.test(typed)) return undefined;
  let path = '';
  let end = 0;
  for (const [part, single, double, escaped, plain] of typed.matchAll(shellPart)) {
    path += single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '';
    end += part.length;
  }
  return end === typed.length ? path : undefined;
}

function parsePlain(text: string, homeFolder: string): string {
  const path = plainText.exec(text)?.[1]?.replace(/\\(.)/gsu, '$1') ?? text.trim();
  return /^\s*~(\/|\s*$)/.test(text) ? homeFolder + path.slice(1) : path;
}
