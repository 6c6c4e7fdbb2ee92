import type { FileFault } from './file-fault.ts';
import type { Position } from './located-yaml.ts';
import { parseBoundedJson } from './read-json.ts';

/** What is wrong with a text that ought to be JSON, and where; undefined when nothing is. Pure. */
export function findJsonFault(text: string): FileFault | undefined {
  const reading = parseBoundedJson(new TextEncoder().encode(text));
  if (reading.ok) return undefined;
  const problem = reading.problem.replace(/(?: in JSON)? at position .*$/, '');
  return { position: findPosition(text, findOffset(text)), key: undefined, problem: `it is ${problem}` };
}

/**
 * Offset of the first character that no JSON has there; the end of a text that stops too early. JSON.parse does not always name it:
 * it is the end of the shortest beginning of the text that more text could not mend.
 */
function findOffset(text: string): number {
  let mendable = 0;
  let broken = text.length + 1;
  while (broken - mendable > 1) {
    const middle = Math.floor((mendable + broken) / 2);
    if (isMendable(text.slice(0, middle))) mendable = middle;
    else broken = middle;
  }
  return mendable;
}

function isMendable(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : '';
    const offset = /at position (\d+)/.exec(message)?.[1];
    return offset === undefined ? /^Unexpected end/.test(message) : Number(offset) >= beginning.length;
  }
}

function findPosition(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
