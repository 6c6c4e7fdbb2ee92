import { expect, test } from 'vitest';
import { opensConsole } from '../../../src/ui/terminal/console-arguments.ts';

test.each([
  [[], true],
  [['--registry', './models_registry'], true],
  [['--registry=gs://bucket/prefix', '--read-only', '--ascii'], true],
  [['models'], false],
  [['--registry', 'prod', 'models'], false],
  [['rollback', 'support-rag', '--json'], false],
  [['--help'], false],
  [['-h'], false],
  [['--version'], false],
  [['--plain'], false],
  [['--read-only', '--plain'], false],
])('lastgood %j opens the console: %s', (argv, opens) => {
  expect(opensConsole(argv)).toBe(opens);
});
