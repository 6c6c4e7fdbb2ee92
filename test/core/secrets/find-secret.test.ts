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
    [`glpat-${'a1B2_'.repeat(4)}`, 'a token of GitLab'],
    [`npm_${'a1B2'.repeat(9)}`, 'a token of npm'],
    [`sk-${'a1B2'.repeat(12)}`, 'a key of a model service'],
    [`sk-or-v1-${hex}`, 'a key of a model service'],
    [`sk-ant-api03-${'a1B2c3D4e5F6g7H8i9_-'.repeat(4)}`, 'a key of a model service'],
    ['AKIAIOSFODNN7EXAMPLE', 'an access key of AWS'],
    ['xoxb-123456789012-abcdef', 'a login of Slack'],
    ['hooks.slack.com/services/T0/B0/x', 'a login of Slack'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', 'a private key'],
    ['-----BEGIN PRIVATE KEY-----', 'a private key'],
    ['https://user:pass@', 'an address with a password'],
    ['redis://:pass@', 'an address with a password'],
    ['http://u:p/w@', 'an address with a password'],
    ['http://u:12345@', 'an address with a password'],
  ] as const;

  it.each(looks)('%s', (text, what) => {
    const inside = `INC-7 see ${text} there`;
    expect(findSecret(text)).toBe(what);
    expect(findAnySecret(inside, [])?.what).toBe(`what looks like ${what}`);
    expect(maskSecrets(inside, [])).toBe('INC-7 see … there');
  });

  it('a token in an address is found, and the address stays', () => {
    const text = 'see https://host/x?run=1&access_token=a1B2c3D4e5&page=2';
    expect(findSecret(text)).toBe('an address with a token');
    expect(maskSecrets(text, [])).toBe('see https://host/x?run=1&access_token=…&page=2');
  });

  it.each([
    'hf_hub_download',
    `hf_${hex}`,
    'https://grafana:3000?user=bob@acme.org',
    'http://localhost:8080,bob@acme.org',
    'http://[::1]:8080/a@b',
    'sk-learn-random-forest-classifier-2026-11-22',
    'sk-learn-RandomForestClassifier-of-november-2026',
    'hooks.slack.com/services/T0 is down',
    'https://host/x?access_token=$' + '{TOKEN_OF_HOST}',
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
      WANDB_API_KEY: 'Bearer written.as-a-header',
      MLFLOW_TRACKING_PASSWORD: '12345678',
      MLFLOW_TRACKING_TOKEN: 'correct-horse-battery',
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
    ['it was written.as-a-header', 'WANDB_API_KEY'],
    ['correct-horse-battery', 'MLFLOW_TRACKING_TOKEN'],
    ['SMTP_PASSWORD=frontshift', 'SMTP_PASSWORD'],
    ['{"login":"frontshift"}', 'SMTP_PASSWORD'],
    ["the password: 'frontshift'", 'SMTP_PASSWORD'],
    ['smtp://bob:frontshift', 'SMTP_PASSWORD'],
    ['password=12345678', 'MLFLOW_TRACKING_PASSWORD'],
    ['signed-with-this', 'HOOK_SECRET'],
  ])('%s is found', (text, variable) => {
    const found = findAnySecret(text, known);
    expect(found?.what).toBe(`the value of ${variable}`);
    expect(found?.hint).toContain(`unset ${variable}`);
    expect(maskSecrets(text, known)).toContain('…');
  });

  it.each([
    'anyXvalue+(of 12)',
    'frontshift',
    'frontshift answers are wrong',
    'models/frontshift/w.bin',
    'password of frontshift',
    '{"frontshift":"$' + '{PW}","password":"of-frontshift"}',
    'password: frontshift2',
    'INC-123456789',
    'INC-12345678',
    'short12',
    'not a secret at all',
  ])('%s is none', text => {
    expect(findAnySecret(text, known)).toBeUndefined();
    expect(maskSecrets(text, known)).toBe(text);
  });

  it('only the word behind the name of a login is taken out', () => {
    expect(maskSecrets('frontshift: password=frontshift, again', known)).toBe(
      'frontshift: password=…, again',
    );
  });

  it('a key that is called as the password is none', () => {
    const plain = listKnownSecrets({ EMAIL_PASSWORD: 'password' });
    for (const text of ['password reset answers are wrong', '{"mail":{"password":"$' + '{PW}"}}'])
      expect(findAnySecret(text, plain)).toBeUndefined();
  });
});
