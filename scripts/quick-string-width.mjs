/**
 * What the build puts in the place of `string-width`, for Ink and for us. The package compiles its Unicode
 * tables when it is loaded and again at the first character beyond ASCII: 60 to 80 ms of every start. Text
 * that is plain does not need them; for any other the package itself is loaded, and answers.
 */
import { plainWidth } from '../src/ui/terminal/plain-characters.ts';

let exactWidth;

// biome-ignore lint/style/noDefaultExport: it stands in for a package whose export is the default one.
export default function stringWidth(input, options) {
  if (typeof input === 'string' && options === undefined) {
    const width = plainWidth(input.includes('\u001B') ? input.replaceAll(/\u001B\[[\d;]*m/g, '') : input);
    if (width !== undefined) return width;
  }
  exactWidth ??= require('string-width/exact').default;
  return exactWidth(input, options);
}
