import { expect, test } from 'vitest';
import { findEndpoint } from '../../../src/adapters/bucket/endpoint.ts';

test('Cloud Storage is spoken to, with a login', () => {
  const { origin, isEmulator } = findEndpoint({});
  expect([origin.href, isEmulator]).toEqual(['https://storage.googleapis.com/', false]);
});

test.each([
  ['http://127.0.0.1:4443', 'http://127.0.0.1:4443/'],
  ['https://localhost:4443/', 'https://localhost:4443/'],
  ['localhost:4443', 'http://localhost:4443/'],
  ['http://[::1]:4443', 'http://[::1]:4443/'],
])('an emulator at %s is spoken to, without a login', (text, href) => {
  const { origin, isEmulator } = findEndpoint({ STORAGE_EMULATOR_HOST: text });
  expect([origin.href, isEmulator]).toEqual([href, true]);
});

test.each([
  'http://127.0.0.1:4443/storage/v1',
  'http://',
  'http://a b',
  'http://user:secret@host',
  'http://h?x',
])('an emulator cannot be at %s', text => {
  expect(() => findEndpoint({ STORAGE_EMULATOR_HOST: text })).toThrow(
    expect.objectContaining({ code: 'invalid-configuration' }),
  );
});

test.each([
  ['http://user:geheim@host', /"…@host"/],
  ['http://host/?access_token=geheim', /"http:\/\/host\/\?…"/],
  ['host#geheim', /"host\?…"/],
  ['http://user:geheim@host?key=geheim', /"…@host\?…"/],
])('what may be a key in the address of an emulator is not repeated: %s', (text, shown) => {
  const find = () => findEndpoint({ STORAGE_EMULATOR_HOST: text });
  expect(find).toThrow(shown);
  expect(find).toThrow(expect.not.objectContaining({ message: expect.stringContaining('geheim') }));
  expect(find).toThrow(
    expect.objectContaining({
      data: expect.not.objectContaining({ value: expect.stringContaining('geheim') }),
    }),
  );
});
