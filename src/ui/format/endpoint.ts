import type { Endpoint } from '../../core/serving/endpoint.ts';

/** What an endpoint is, for people: `Qwen Stable, qwen_v2 at http://localhost:11434/v1/chat/completions`. Pure. */
export function nameEndpoint({ label, ollamaName, url }: Endpoint): string {
  const place = url ?? 'no address';
  const served = ollamaName === undefined ? place : `${ollamaName} at ${place}`;
  return label === undefined || label === ollamaName ? served : `${label}, ${served}`;
}
