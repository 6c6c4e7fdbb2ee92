import type { Capabilities } from '../../src/core/registry/registry-index.ts';

/** What a kind that can do everything says of itself. */
export const allCapabilities: Capabilities = {
  compareAndSwap: true,
  history: true,
  stages: true,
  aliases: true,
  artifacts: true,
  register: true,
  lineage: true,
};
