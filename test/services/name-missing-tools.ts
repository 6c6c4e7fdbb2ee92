import { hasTool, tools } from './tools.ts';

/** Vitest's global setup: says in a line each what is missing here, and what therefore is not proven by this run. */
export function setup(): void {
  for (const tool of Object.values(tools)) {
    if (!hasTool(tool))
      process.stderr.write(`NOT INSTALLED: ${tool.name}. This run does not prove ${tool.proves}.\n`);
  }
}
