/**
 * The text of a `.gitignore` beside an output, with the line by which git leaves the output alone: DVC writes it only in `dvc add`, and
 * without it somebody's `git add -A` would commit the whole model. Undefined where it has the line already. Pure.
 * @see https://dvc.org/doc/user-guide/project-structure/internal-files
 */
export function addIgnoredOutput(standing: Uint8Array | undefined, name: string): Uint8Array | undefined {
  const text = standing === undefined ? '' : new TextDecoder().decode(standing);
  const line = `/${name}`;
  const lines = text.split(/\r?\n/).map(each => each.trimEnd());
  if (lines.some(each => each === line || each === `${line}/`)) return undefined;
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : ending;
  return new TextEncoder().encode(`${text}${separator}${line}${ending}`);
}
