import { describe, expect, it } from 'vitest';
import { findAnySecret, findSecret, maskSecrets } from '../../../src/core/secrets/find-secret.ts';
import { listKnownSecrets } from '../../../src/core/secrets/known-secrets.ts';

const hex = '0123456789abcdef0123456789abcdef01234567';

describe('what looks like a secret', () => {
  const looks = [
    [`hf_${'a1B2'.repeat(9)}`, 'a token of Hugging Face'],
    [`ghp_${'a1B2'.repeat(9)}`, 'a token of GitHub'],
    [`github_pat_${'a1B2_'.repeat(10)}`, 'a token of GitHub'],
    [`WANDB_API_KEY=${hex}`, 'a key of Weights & Biases'],
    [`local-${hex}`, 'a key of Weights & Biases'],
    [`wandb_v1_${'a1B2'.repeat(12)}`, 'a key of Weights & Biases'],
    ['AKIAIOSFODNN7EXAMPLE', 'an access key of AWS'],
    ['xoxb-123456789012-abcdef', 'a login of Slack'],
    ['hooks.slack.com/services/T0/B0/x', 'a login of Slack'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', 'a private key'],
    ['-----BEGIN PRIVATE KEY-----', 'a private key'],
    ['https://user:pass@', 'an address with a password'],
    ['redis://:pass@', 'an address with a password'],
  ] as const;

  it.each(looks)('%s', (text, what) => {
    const inside = `INC-7 see ${text} there`;
    expect(findSecret(text)).toBe(what);
    expect(findAnySecret(inside, [])?.what).toBe(`what looks like ${what}`);
    expect(maskSecrets(inside, [])).toBe('INC-7 see … there');
  });

  it.each([
    'hf_hub_download',
    'https://host:8080/a@b',
    'sk-learn',
    'a'.repeat(64),
    'user@example.org',
    `reverts ${hex}`,
    'postgres://user:$' + '{DB_PASSWORD}@db/rag',
    'https://user:***@host, https://user:…@host, https://user:<password>@host',
    'gs://bucket/prefix, runs:/abc/model, INC-4711: wrong answers @oncall 03:00',
  ])('%s does not', text => {
    expect(findSecret(text)).toBeUndefined();
    expect(maskSecrets(text, [])).toBe(text);
  });
});

describe('what the environment holds', () => {
  const known = listKnownSecrets(
    {
      HF_TOKEN: ' any.value+(of 12) ',
      SMTP_PASSWORD: 'frontshift',
      EMAIL_PASSWORD: 'short12',
      GITHUB_TOKEN: '',
      HOOK_SECRET: 'signed-with-this',
      OTHER: 'not a secret at all',
    },
    ['HOOK_SECRET'],
  );

  it.each([
    ['see any.value+(of 12)', 'HF_TOKEN'],
    ['run-any.value+(of 12)_7', 'HF_TOKEN'],
    ['frontshift', 'SMTP_PASSWORD'],
    ['the "frontshift" one', 'SMTP_PASSWORD'],
    ['signed-with-this', 'HOOK_SECRET'],
  ])('%s is found', (text, variable) => {
    const found = findAnySecret(text, known);
    expect(found?.what).toBe(`the value of ${variable}`);
    expect(found?.hint).toContain(`unset ${variable}`);
    expect(maskSecrets(text, known)).toContain('…');
  });

  it.each(['anyXvalue+(of 12)', 'frontshift-rag', 'frontshift_rag', 'short12', 'not a secret at all'])(
    '%s is none',
    text => {
      expect(findAnySecret(text, known)).toBeUndefined();
      expect(maskSecrets(text, known)).toBe(text);
    },
  );
});
