const special = /[.*+?^${}()|[\]\\]/g;

/**
 * A `matchGlob` as a regular expression over whole names: `*` and `?` stay within a folder, `**` does not,
 * `[…]` is one of some characters, `{a,b}` one of some texts.
 * @see https://cloud.google.com/storage/docs/json_api/v1/objects/list#list-objects-and-prefixes-using-glob
 */
export function parseMatchGlob(glob: string): RegExp {
  const token = /\*\*\/?|\*|\?|\[!?[^\]]+\]|\{[^}]*\}|[\s\S]/gu;
  const pattern = [...glob.matchAll(token)].map(match => patternOf(match[0])).join('');
  return new RegExp(`^${pattern}$`, 'su');
}

function patternOf(token: string): string {
  if (token === '**/') return '(?:.*/)?';
  if (token === '**') return '.*';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  if (token.startsWith('[') && token.length > 1) return token.replace(/^\[!/, '[^');
  if (token.startsWith('{') && token.length > 1) {
    const choices = token.slice(1, -1).split(',');
    return `(?:${choices.map(choice => parseMatchGlob(choice).source.slice(1, -1)).join('|')})`;
  }
  return token.replace(special, '\\$&');
}
