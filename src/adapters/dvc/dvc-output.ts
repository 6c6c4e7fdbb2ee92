/** What DVC keeps under a digest: a file, or a folder of files. */
export type DvcOutput = {
  /** 32 hex digits in small letters, and `.dir` behind them for a folder. */
  readonly md5: string;
  /** Of all its files; undefined where nobody wrote it down. */
  readonly sizeBytes: number | undefined;
  /** Of a folder; undefined for a file, and where nobody wrote it down. */
  readonly fileCount: number | undefined;
  /** How it was hashed: `md5` since DVC 3, undefined before. */
  readonly hash: string | undefined;
  /** From the top of the working tree on, parted by `/`; begins with `../` when it leaves the tree. As written, not safe to show. */
  readonly path: string;
};

/** What a digest of DVC looks like. */
export const md5Form = /^[0-9a-f]{32}(?:\.dir)?$/;

/** Whether it is a folder. Pure. */
export function isFolderOutput({ md5 }: Pick<DvcOutput, 'md5'>): boolean {
  return md5.endsWith('.dir');
}

/** The first eight digits, for people. Pure. */
export function shortenMd5(md5: string): string {
  return md5.slice(0, 8);
}

/** How a version is called of which only the digest is known: `md5-caf98619`. Pure. */
export function nameDigestVersion(md5: string): string {
  return `md5-${shortenMd5(md5)}`;
}
