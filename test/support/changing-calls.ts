/** Calls of git that change something, by their name; with an option that is among the arguments where only that changes anything. */
const changing: readonly (readonly [name: string, option?: string])[] = [
  ['read-tree'],
  ['hash-object', '-w'],
  ['update-index'],
  ['write-tree'],
  ['commit-tree'],
  ['update-ref'],
  ['push'],
  ['fetch'],
  ['merge'],
];

/** A call of git or dvc in words; undefined where it changes nothing. Every call of dvc may. Pure. */
export function describeChangingCall(file: string, parts: readonly string[]): string | undefined {
  if (file !== 'git') return `${file} ${parts[0] ?? ''}`;
  const isChanging = changing.some(
    ([name, option]) => parts.includes(name) && (option === undefined || parts.includes(option)),
  );
  const told = parts.filter(part => !part.startsWith('-') && !part.startsWith('core.'));
  return isChanging ? `git ${told.join(' ')}` : undefined;
}
