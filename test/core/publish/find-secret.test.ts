import { describe, expect, it } from 'vitest';
import { findSecret } from '../../../src/core/publish/find-secret.ts';
import { findLeftOutReason } from '../../../src/core/publish/local-files.ts';

describe('what looks like a secret', () => {
  it.each([
    [`token: hf_${'a1B2'.repeat(9)}`, 'a token of Hugging Face'],
    [`ghp_${'a1B2'.repeat(9)}`, 'a token of GitHub'],
    ['AKIAIOSFODNN7EXAMPLE', 'an access key of AWS'],
    ['-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
    ['https://user:pass@mlflow.example.org/x', 'an address with a password'],
    ['https://hooks.slack.com/services/T0/B0/x', 'a login of Slack'],
  ])('%s', (text, what) => {
    expect(findSecret(text)).toBe(what);
  });

  it.each(['hf_hub_download', 'https://host:8080/a@b', 'sk-learn', 'a'.repeat(64), 'user@example.org'])(
    '%s does not',
    text => {
      expect(findSecret(text)).toBeUndefined();
    },
  );
});

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
