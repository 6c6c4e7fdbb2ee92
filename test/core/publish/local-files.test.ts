import { describe, expect, it } from 'vitest';
import { findLeftOutReason } from '../../../src/core/publish/local-files.ts';

describe('files that are not published', () => {
  it.each(['.env', 'sub/.env', '.git/config', 'id_rsa', 'a.pem', 'lastgood/x.json', 'token', 'secrets.yaml'])(
    '%s',
    path => {
      expect(findLeftOutReason(path)).toBeDefined();
    },
  );

  it.each(['tokenizer.json', 'token_ids.bin', 'keys.safetensors', 'model.safetensors', 'sub/README.md'])(
    'but %s is',
    path => {
      expect(findLeftOutReason(path)).toBeUndefined();
    },
  );
});
