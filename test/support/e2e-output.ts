/** What a console may send to a terminal; each begins with ESC. */
const allowedSequences: readonly RegExp[] = [
  /^\u001B\[\?(?:1049|7|25|2004|2026)[hl]/, // screen, wrapping, cursor, pastes, synchronized update
  /^\u001B\[\d*(?:;\d+)?H/, // go to
  /^\u001B\[\d*[CDG]/, // go to on the row
  /^\u001B\[\d*[LM]/, // insert and delete rows
  /^\u001B\[(?:\d+;\d+)?r/, // scroll region
  /^\u001B\[K/, // erase to the end of the row
  /^\u001B\[6n/, // where is the cursor
];

/** Styles: reset, bold, dim, italic, underline, inverse, what ends them, the 16 colours and the default ones. */
const allowedStyle =
  /^\u001B\[(?:(?:0|1|2|3|4|7|22|23|24|27|3[0-79]|4[0-79]|9[0-7]|10[0-7])(?:;(?!m)|(?=m)))*m/;

/** The pen's way to the next row, CR LF, as the terminal's own CR before LF makes it. A LF from elsewhere would have one CR. */
const nextRow = '\r\r\n';

/** Controls of one character, C1 controls, and what hides or reorders text. CR is how the pen goes to the first column. */
const forbiddenCharacter =
  /[\u0000-\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/u;

/** Everything in the output of a console that is neither plain text nor an allowed sequence, with what follows it. */
export function findForbiddenOutput(output: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < output.length; ) {
    const rest = output.slice(at, at + 80);
    if (rest.startsWith('\u001B')) {
      const allowed = [...allowedSequences, allowedStyle].flatMap(
        pattern => pattern.exec(rest)?.[0] ?? [],
      )[0];
      if (allowed === undefined) found.push(JSON.stringify(rest.slice(0, 24)));
      at += allowed?.length ?? 1;
    } else if (rest.startsWith(nextRow)) {
      at += nextRow.length;
    } else {
      if (forbiddenCharacter.test(rest.charAt(0))) found.push(JSON.stringify(rest.slice(0, 24)));
      at += 1;
    }
  }
  return found;
}

/** Colours among the styles of an output; bold and inverse are none. */
export function findColours(output: string): readonly string[] {
  return [...output.matchAll(/\u001B\[([\d;]*)m/g)]
    .flatMap(([, parameters = '']) => parameters.split(';'))
    .filter(parameter => /^(?:3[0-8]|4[0-8]|9\d|10\d)$/.test(parameter));
}
