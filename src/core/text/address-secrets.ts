/** Names of what stands in a signed address and lets whoever reads it in. */
const secretNames = [
  'sig',
  '[\\w-]*signature',
  '[\\w-]*credential',
  '[\\w-]*token',
  '[\\w-]*secret',
  '[\\w-]*password',
  '[\\w-]*api[_-]?key',
  'AWSAccessKeyId',
];
const secretValues = new RegExp(`([?&;#](?:${secretNames.join('|')})=)[^&;#]+`, 'gi');
const login = /^((?:https?:\/\/(?=[^/?#]*@))|(?:[a-z][\w+.-]*:\/\/(?=[^/?#@]*:[^/?#]*@)))[^/?#]*@/i;

/**
 * An address as it may be shown: with … for a user and password before the host, and for signatures and keys after a question mark. A
 * container before an @, as Azure writes it, is none of them. Pure.
 */
export function maskAddress(address: string): string {
  return address.replace(login, '$1…@').replace(secretValues, '$1…');
}

/** Whether there is anything in an address that only its owner should read. Pure. */
export function holdsSecret(address: string): boolean {
  return maskAddress(address) !== address;
}
