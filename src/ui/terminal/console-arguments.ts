/** Global options that take the next argument as their value; it must not be mistaken for a verb. */
const optionsWithValue = [
  '--registry',
  '--cache',
  '--config',
  '--actor',
  '--policy',
  '--theme',
  '--transport',
];

/** Options that print something and end. */
const printingOptions = ['--help', '-h', '--version', '-V', '--plain', '--json'];

/**
 * True when the arguments open the console: no verb, and no option that prints instead. Pure. A wrong answer
 * costs only the early first paint, because the application decides for itself once it is loaded.
 */
export function opensConsole(argv: readonly string[]): boolean {
  return argv.every((argument, index) => {
    if (optionsWithValue.includes(argv[index - 1] ?? '')) return true;
    return argument.startsWith('-') && !printingOptions.includes(argument);
  });
}
