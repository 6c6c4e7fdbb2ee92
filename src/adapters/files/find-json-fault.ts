import type { FileFault } from './file-fault.ts';
import { endsTooEarly } from './json-failure.ts';
import { parseBoundedJson } from './read-json.ts';
import { findPosition } from './text-position.ts';

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
    return endsTooEarly(beginning, thrown instanceof Error ? thrown.message : '');
  }
}
