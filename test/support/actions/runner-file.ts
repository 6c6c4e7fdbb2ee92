/**
 * What a file of the runner says (GITHUB_OUTPUT, GITHUB_ENV), by the runner's own rules: `name=value` or `name<<delimiter`, lines, the
 * delimiter alone. @throws Error where the runner fails the step: a line of neither form, a delimiter that does not come again
 * @see https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
 */
export function parseRunnerFile(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const found: Record<string, string> = {};
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      found[requireName(line.slice(0, equals), line)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc < 0) throw new Error(`Invalid format '${line}'`);
    const delimiter = line.slice(heredoc + 2);
    const end = lines.indexOf(delimiter);
    if (delimiter === '' || end < 0)
      throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    found[requireName(line.slice(0, heredoc), line)] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return found;
}

function requireName(name: string, line: string): string {
  if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`);
  return name;
}
