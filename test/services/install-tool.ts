import { spawnSync } from 'node:child_process';
import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A program that comes from a package registry, at one version. */
export type InstallableTool = {
  readonly name: string;
  readonly version: string;
  /** Where it stands in the folder it is installed into. */
  readonly file: string;
  /** What installs it into a folder, one command after the other. */
  readonly commands: (folder: string) => readonly InstallCommand[];
};

export type InstallCommand = {
  readonly run: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
};

/** Building fake-gcs-server takes two minutes on two cores. */
const timeLimitMs = 10 * 60_000;

/**
 * Installs a program below `folder` and links it into `folder/bin`; one that is there at that version is left
 * alone. The link comes last: what was broken off before is done again. Answers why it could not be
 * installed, or undefined.
 */
export function installTool(tool: InstallableTool, folder: string): string | undefined {
  const home = join(folder, `${tool.name}-${tool.version}`);
  const link = join(folder, 'bin', tool.name);
  const target = relative(dirname(link), join(home, tool.file));
  if (readLink(link) === target) return undefined;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  mkdirSync(dirname(link), { recursive: true });
  for (const command of tool.commands(home)) {
    const problem = runCommand(command);
    if (problem !== undefined) return problem;
  }
  const fresh = `${link}.new`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, link);
  return undefined;
}

function runCommand({ run, variables }: InstallCommand): string | undefined {
  const [file = '', ...argv] = run;
  const env = { ...process.env, ...variables };
  const { status, error, stderr } = spawnSync(file, argv, { env, encoding: 'utf8', timeout: timeLimitMs });
  if (error !== undefined) return error.message;
  return status === 0 ? undefined : `${file} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`;
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
