import { AppError } from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { FileChange, GitReader } from '../dvc-context.ts';
import type { Git } from './git-program.ts';

/** What is only looked up in the commits of a working tree. What git cannot tell is not known, and never a failure. */
export function createGitReader(git: Git): GitReader {
  return {
    findLastChange: async (path, text) => {
      try {
        const format = '--format=%H%x00%cI%x00%aN';
        const { text: said } = await git.call({
          doing: 'ask when a pointer changed',
          purpose: 'read',
          arguments: ['--literal-pathspecs', 'log', '-1', format, `-S${text}`, '--', path],
        });
        return parseChange(said);
      } catch (thrown) {
        if (thrown instanceof AppError) return undefined;
        throw thrown;
      }
    },
  };
}

function parseChange(said: string): FileChange | undefined {
  const [commit, time, author] = said.trim().split('\0');
  const at = new Date(time ?? '');
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit) || Number.isNaN(at.getTime()))
    return undefined;
  return { commit, at: at.toISOString(), author: makeSafeText(author ?? '', { limit: 120 }) };
}
