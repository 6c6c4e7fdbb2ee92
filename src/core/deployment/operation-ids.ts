import type { LinkKind } from './deployment.ts';

/**
 * The operation id of a link: the same for every try of the same deployment, another one for each link. Shaped like a UUID. Pure.
 * @param deploymentId or, of a link that is made a second time, the operation id of the first
 * @param sha256 hex digest of a text's UTF-8
 */
export function deriveOperationId(
  deploymentId: string,
  kind: LinkKind,
  sha256: (text: string) => string,
): string {
  const hex = sha256(`${deploymentId} ${kind}`);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return parts.join('-');
}
