import type { Git } from './git-program.ts';

/** A path whose file in the index or in the working tree is not the one of HEAD. */
export type PathChange = {
  /** From the top on, as git has it; not safe to show. */
  readonly path: string;
  readonly change: 'staged' | 'unstaged' | 'untracked' | 'unmerged';
};

/** Which of these paths the user has changed without committing it. Ignored files are among them. */
export async function listPathChanges(git: Git, paths: readonly string[]): Promise<readonly PathChange[]> {
  if (paths.length === 0) return [];
  const { text } = await git.call({
    doing: 'look for changes that are not committed',
    purpose: 'read',
    arguments: [
      ...['status', '--porcelain=v2', '-z', '--no-renames'],
      ...['--untracked-files=all', '--ignored=matching', '--', ...paths],
    ],
  });
  const changes = text.split('\0').flatMap(line => parseChange(line) ?? []);
  return changes.filter(({ path }) => paths.some(asked => concerns(path, asked)));
}

/**
 * Whether what git named is the path that was asked about, is in it or is around it. Asked about `qwen.dvc`, git 2.39 names the ignored
 * folder `qwen/` beside it too.
 */
function concerns(path: string, asked: string): boolean {
  return path === asked || path.startsWith(`${asked}/`) || (path.endsWith('/') && asked.startsWith(path));
}

/** @see git-status(1), Porcelain Format Version 2 */
function parseChange(line: string): PathChange | undefined {
  if (line.startsWith('? ') || line.startsWith('! ')) return { path: line.slice(2), change: 'untracked' };
  if (line.startsWith('u ')) return { path: line.split(' ').slice(10).join(' '), change: 'unmerged' };
  if (!line.startsWith('1 ')) return undefined;
  const isStaged = line[2] !== '.';
  return { path: line.split(' ').slice(8).join(' '), change: isStaged ? 'staged' : 'unstaged' };
}
