import { expect, test } from 'vitest';
import { type CacheSources, chooseCache } from '../../../src/core/settings/choose-cache.ts';

const address = { bucket: 'models', prefix: 'team/rag/' };

function choose(sources: Partial<CacheSources>): string {
  return chooseCache({ flag: undefined, variables: {}, configured: undefined, address, ...sources });
}

test('the order is --cache, LASTGOOD_CACHE, configuration, MODEL_REGISTRY_CACHE, the cache folder of the user', () => {
  const theirs = { MODEL_REGISTRY_CACHE: './d' };
  const variables = { ...theirs, LASTGOOD_CACHE: './b' };
  expect(choose({ flag: './a', variables, configured: '/c' })).toBe('./a');
  expect(choose({ variables, configured: '/c' })).toBe('./b');
  expect(choose({ variables: theirs, configured: '/c' })).toBe('/c');
  expect(choose({ variables: theirs })).toBe('./d');
  expect(choose({})).toBe('~/.cache/lastgood/models+team+rag');
});

test('XDG_CACHE_HOME counts where it is absolute', () => {
  expect(choose({ variables: { XDG_CACHE_HOME: '/var/cache/me' } })).toBe(
    '/var/cache/me/lastgood/models+team+rag',
  );
  expect(choose({ variables: { XDG_CACHE_HOME: 'cache' } })).toBe('~/.cache/lastgood/models+team+rag');
});

test('no copy is inside another, and no two addresses share one', () => {
  const names = ['', 'team/', 'team/rag/', 'team+rag/', 'team%2Brag/', 'team%2Frag/'].map(prefix =>
    choose({ address: { bucket: 'models', prefix } }).replace('~/.cache/lastgood/', ''),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter(name => name.includes('/'))).toEqual([]);
});

test('what is read of a server has a folder of its own, which no bucket and no other server shares', () => {
  const urls = [
    'http://h',
    'https://h',
    'https://h:5000',
    'https://h/a',
    'https://h/a/b',
    'https://h/a%2Fb',
    'https://h/a+b',
  ];
  const names = urls.map(url => choose({ address: { url } }));
  expect(names[0]).toBe('~/.cache/lastgood/http=h');
  expect(names[4]).toBe('~/.cache/lastgood/https=h+a+b');
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter(name => name.replace('~/.cache/lastgood/', '').includes('/'))).toEqual([]);
});

test("MODEL_REGISTRY_CACHE is S0's folder for its bucket, and never a server's", () => {
  const variables = { MODEL_REGISTRY_CACHE: './d' };
  expect(choose({ variables, address: { url: 'https://h' } })).toBe('~/.cache/lastgood/https=h');
  const own = { ...variables, LASTGOOD_CACHE: './b' };
  expect(choose({ variables: own, address: { url: 'https://h' } })).toBe('./b');
});

test('an address that is too long to name a folder asks for one', () => {
  const long = { bucket: 'models', prefix: `${'x'.repeat(300)}/` };
  expect(() => choose({ address: long })).toThrow('is too long to name the folder of its local copy');
  expect(choose({ address: long, flag: './a' })).toBe('./a');
});
