/** Longest time git may take, in milliseconds. */
const timeoutMs = 2000;

/** git's `user.email` as it holds in a folder; undefined without git, without an email, or when git does not answer in time. */
export async function findGitEmail(folder: string): Promise<string | undefined> {
  const { execa } = await import('execa');
  const { stdout, failed } = await execa('git', ['config', 'user.email'], {
    cwd: folder,
    timeout: timeoutMs,
    reject: false,
    stdin: 'ignore',
    stderr: 'ignore',
    maxBuffer: 10_000,
  });
  return failed || stdout === '' ? undefined : stdout;
}
