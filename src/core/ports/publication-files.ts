import type { CardTemplate } from '../publish/card-template.ts';
import type { FrontMatter } from '../publish/front-matter.ts';
import type { LocalFiles } from '../publish/local-files.ts';
import type { WrittenNumber } from '../publish/number-texts.ts';
import type { ReadOptions } from './registry.ts';

/** Files of this machine as they are published, and the forms of a card. Nothing here writes. */
export interface PublicationFiles {
  /**
   * The files at a path: itself, or all regular files below it, by path. Links are followed inside of it only. What is left out is told.
   * Nothing is read but names and sizes.
   * @param path absolute
   * @throws UnavailableError when the file system refuses; InvalidInputError unreadable-file when there is too much of it
   */
  listFiles(path: string, options?: ReadOptions): Promise<LocalFiles>;
  /** Digest of a file as it is now; a large one that this process has read, and that has not changed since, is not read again. @throws UnavailableError */
  hashFile(
    path: string,
    options?: ReadOptions,
  ): Promise<{ readonly sha256: string; readonly sizeBytes: number }>;
  /** The secret that a small file of text holds, in words that follow "holds"; undefined: none, or it is no such file. @throws UnavailableError */
  findSecret(path: string): Promise<string | undefined>;
  /** The numbers of a small JSON file as they are written, with their keys; none in another file. @throws UnavailableError */
  listNumbers(path: string): Promise<readonly WrittenNumber[]>;
  /** The template of a card. @throws InvalidInputError invalid-card; UnavailableError when it cannot be read */
  loadTemplate(path: string): Promise<CardTemplate>;
  /** Front matter as YAML with a line break at its end. Pure. */
  formatFrontMatter(value: FrontMatter): string;
}
