/** A mail as its reader sees it. */
export type ReadMail = {
  /** By name in lower case; folded lines are one, encoded words are decoded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
};

/** Reads a mail of one part, in base64 or as it is. Throws for a header that stands twice. */
export function readMail(source: string): ReadMail {
  const end = source.indexOf('\r\n\r\n');
  const headers = new Map<string, string>();
  for (const line of source
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const [, name = '', value = ''] = /^([\w-]+): ?(.*)$/.exec(line) ?? [];
    if (headers.has(name.toLowerCase())) throw new Error(`${name} stands twice`);
    headers.set(name.toLowerCase(), decodeWords(value));
  }
  const body = source.slice(end + 4);
  const isBase64 = headers.get('content-transfer-encoding') === 'base64';
  return { headers, text: isBase64 ? Buffer.from(body, 'base64').toString('utf8') : body };
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?B\?([^?]*)\?=/gi, (_, text: string) => Buffer.from(text, 'base64').toString('utf8'))
    .replace(/=\?utf-8\?Q\?([^?]*)\?=/gi, (_, text: string) =>
      Buffer.from(
        text
          .replaceAll('_', ' ')
          .replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      ).toString('utf8'),
    );
}
