import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../src/adapters/settings/parse-settings.ts';
import { findPublishSetting } from '../../../src/core/publish/publication-wish.ts';
import { mergeSettings } from '../../../src/core/settings/merge-settings.ts';

function parse(publish: string, path = '/project/lastgood.config.yaml') {
  const role = path.startsWith('/home') ? 'user' : 'project';
  return parseSettings({ path, text: `publish: ${publish}\n`, role, homeFolder: '/home/anna' });
}

describe('the setting publish', () => {
  it('says where each model is published', () => {
    const { publish } = parse(
      "[{ model: tiny-llm, hub: acme/tiny, license: mit, card: cards/model.md }, { hub: 'acme/{model}', visibility: public }]",
    );
    const file = '/project/lastgood.config.yaml';
    expect(publish).toEqual([
      {
        model: 'tiny-llm',
        hub: 'acme/tiny',
        visibility: undefined,
        license: 'mit',
        card: '/project/cards/model.md',
        file,
      },
      { model: '*', hub: 'acme/{model}', visibility: 'public', license: undefined, card: undefined, file },
    ]);
    expect(findPublishSetting(publish ?? [], 'tiny-llm')?.hub).toBe('acme/tiny');
    expect(findPublishSetting(publish ?? [], 'other')?.hub).toBe('acme/other');
    expect(findPublishSetting([], 'other')).toBeUndefined();
  });

  it('of the project goes before that of the person', () => {
    const project = { path: '/project/x.yaml', values: parse('[{ model: a, hub: acme/project }]') };
    const user = {
      path: '/home/anna/x.yaml',
      values: parse('[{ model: a, hub: me/own }]', '/home/anna/x.yaml'),
    };
    const { publish } = mergeSettings({ flags: {}, environment: {}, projectFile: project, userFile: user });
    expect(findPublishSetting(publish, 'a')?.hub).toBe('acme/project');
  });

  it.each([
    ['[{ model: a }]', 'hub'],
    ['[{ hub: acme/all }]', 'it must hold {model}'],
    ['[{ model: a, hub: no-organisation }]', 'write ORG/NAME'],
    ['[{ model: a, hub: acme/a, license: "MIT License" }]', 'is no id of a licence'],
    ['[{ model: a, hub: acme/a, visibility: hidden }]', 'publish'],
    ['[{ model: a, hub: acme/a, card: ../../etc/passwd }]', 'below the folder of this one'],
    ['[{ model: a, hub: acme/a, card: /etc/passwd }]', 'below the folder of this one'],
    ['[{ model: a, hub: acme/a, card: ~/.ssh/id_rsa }]', 'below the folder of this one'],
    ['[{ model: a, hub: acme/a }, { model: a, hub: acme/b }]', 'a stands here twice'],
    ['[{ model: a, hub: acme/a, token: hf_x }]', 'unknown setting token'],
  ])('%s is refused', (text, said) => {
    expect(() => parse(text)).toThrow(said);
  });
});
