import { expect, test } from 'vitest';
import { holdsSecret, maskAddress } from '../../../src/core/text/address-secrets.ts';

test.for([
  ['https://anna:pw@host/model', 'https://…@host/model'],
  ['https://token@host/model', 'https://…@host/model'],
  ['https://host/m?sp=r&sig=abc%3D&se=1', 'https://host/m?sp=r&sig=…&se=1'],
  ['s3://key:p@ss@bucket/model', 's3://…@bucket/model'],
  [
    'https://b.s3.amazonaws.com/m?X-Amz-Credential=A&X-Amz-Signature=B',
    'https://b.s3.amazonaws.com/m?X-Amz-Credential=…&X-Amz-Signature=…',
  ],
] as const)('a secret in %s is not shown', ([address, shown]) => {
  expect(maskAddress(address)).toBe(shown);
  expect(holdsSecret(address)).toBe(true);
});

test.for([
  'runs:/0123/model',
  'models:/rag@champion',
  's3://bucket/model@2/weights?versionId=7',
  'abfss://container@account.dfs.core.windows.net/model',
  'file:///models/rag:1@2',
] as const)('%s holds none', address => {
  expect(maskAddress(address)).toBe(address);
  expect(holdsSecret(address)).toBe(false);
});
