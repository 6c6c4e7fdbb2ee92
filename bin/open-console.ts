import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { createPreferences } from '../src/adapters/settings/preferences.ts';
import { placeUserFile } from '../src/adapters/settings/settings-files.ts';
import { namePlace } from '../src/core/settings/judge-place.ts';
import { nameRegistryPlace } from '../src/core/settings/name-registry.ts';
import { findVariable, type Variables } from '../src/core/settings/read-environment.ts';
import { trackingVariable } from '../src/core/settings/tracking-uri.ts';
import type { ConsoleOptions } from '../src/ui/command-line/host.ts';
import type { Condition } from '../src/ui/runtime/surroundings.ts';
import { describeTerminal } from '../src/ui/terminal/describe-terminal.ts';
import type { PaintedSkeleton } from '../src/ui/terminal/skeleton.ts';
import { createTerminalSession } from '../src/ui/terminal/terminal-session.ts';
import { createTheme } from '../src/ui/terminal/theme.ts';
import type { OpenRegistry } from './open-registry.ts';
import { sampleName } from './open-sample.ts';
import { returnMemoryWhenIdle } from './return-memory.ts';

/** What the console is opened with. */
export type ConsoleStart = {
  readonly open: OpenRegistry;
  readonly options: ConsoleOptions;
  readonly process: NodeJS.Process;
  /** Hands over what the launcher has painted; called once. */
  readonly takeSkeleton: () => PaintedSkeleton | undefined;
  /** Shows text on the shell, after the console. */
  readonly writeError: (text: string) => void;
};

/**
 * Opens the console on a registry and resolves with the exit code when it is left.
 * Ink and React are loaded here and nowhere else.
 */
export async function openConsole(start: ConsoleStart): Promise<number> {
  const { open, options, process, takeSkeleton, writeError } = start;
  const { settings, place, session } = open;
  const traits = describeTerminal(process.env, settings.ascii ? 'ascii' : 'detected');
  // Ink's colour library drops bold and inverse too where it thinks there are no colours, under CI for one; ours decides.
  process.env['FORCE_COLOR'] = '1';
  const preferences = createPreferences(dirname(placeUserFile(process.env, homedir())));
  const [ui, preferred] = await Promise.all([
    import('../src/ui/console/open-console.ts'),
    settings.theme === undefined ? preferences.read() : undefined,
  ]);
  returnMemoryWhenIdle(process.stdin);
  const isSample = place.name === sampleName;
  const theme = settings.theme ?? preferred?.theme ?? 'dark';
  const exitCode = await ui.openConsole({
    session,
    terminal: createTerminalSession({
      input: process.stdin,
      output: process.stdout,
      process,
      traits: options.colours === 'dropped' ? { ...traits, colours: 'dropped' } : traits,
      skeleton: takeSkeleton(),
    }),
    theme: createTheme(theme, traits.charset),
    condition: describeCondition(open, isSample),
    registries: listRegistries(open),
    openRegistry: registry => open.openOther(registry === place.name ? findOwnWord(open) : registry),
    homeFolder: homedir(),
    nameRegistry: registry => nameRegistryPlace(registry, findBare(open, options, process.env)),
    whoActs: open.actor.sharedLogin && session.writes.access === 'write' && !isSample ? 'ask' : 'known',
    tellShell: line => writeError(`${line}\n`),
  });
  endSoon(process, exitCode);
  return exitCode;
}

/** How long what is still under way may hold the process once the console is left, in milliseconds. */
const lastMs = 500;

/** The shell is there again: what was left at once, or asks somebody who does not answer, does not hold it. */
function endSoon(process: NodeJS.Process, exitCode: number): void {
  setTimeout(() => process.exit(exitCode), lastMs).unref();
}

/** The registry that a command opens which names none, as far as that holds wherever and by whomever it is run. */
function findBare(
  { settings, place }: OpenRegistry,
  { registry }: Pick<ConsoleOptions, 'registry'>,
  variables: Variables,
): string | undefined {
  const isNamed = ['LASTGOOD_REGISTRY', 'MODEL_REGISTRY_DIR', trackingVariable].some(name =>
    findVariable(variables, name),
  );
  const isOnlyOne = registry === undefined && !isNamed && settings.registries.length <= 1;
  const isOutside = place.bucket !== undefined || place.server !== undefined;
  return place.name === sampleName || (isOnlyOne && !isOutside) ? namePlace(place) : undefined;
}

/** How the first registry is named to be opened again: the name it has in the configuration, else its place. */
function findOwnWord({ settings, place }: OpenRegistry): string {
  return settings.registries.some(({ name }) => name === place.name) ? place.name : namePlace(place);
}

/** What the header says beside the state of the registry. */
function describeCondition({ session }: OpenRegistry, isSample: boolean): Condition | undefined {
  if (isSample) return { tone: 'warning', text: 'temporary copy' };
  const warning = session.registry.source?.getCondition().warning;
  return warning === undefined ? undefined : { tone: 'warning', text: 'login unencrypted' };
}

/** The configured registries, and the open one where it is none of them. */
function listRegistries({ settings, place }: OpenRegistry) {
  const configured = settings.registries.map(({ name, path }) => ({ name, place: path }));
  const open = namePlace(place);
  const isConfigured = configured.some(registry => registry.place === open);
  return isConfigured ? configured : [{ name: place.name, place: open }, ...configured];
}
