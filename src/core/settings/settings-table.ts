import type { SettingValues } from './settings.ts';

/** What decides between several sources: the strongest that speaks, the strictest of all, or all of them together. */
export type MergeRule = 'strongest' | 'strictest' | 'together';

/** One setting: where it can be said and what it does. */
export type SettingRow = {
  /** Flag of the command line; undefined: it has none. */
  readonly flag: string | undefined;
  /** Variable of the environment; undefined: it has none. */
  readonly variable: string | undefined;
  /** What a value looks like, in words. */
  readonly type: string;
  /** What holds when nobody says anything, in words. */
  readonly defaultValue: string;
  readonly meaning: string;
  readonly merge: MergeRule;
  /** What the configuration file of a project may do: it is written by others, and is read because one stands in a folder. */
  readonly projectFile: 'sets' | 'tightens' | 'may not say';
};

export type SettingName = keyof SettingValues;

/** Every setting there is, by its name in a configuration file. `docs/configuration.md` is made from this table. */
export const settingsTable: Readonly<Record<SettingName, SettingRow>> = {
  registries: {
    flag: undefined,
    variable: undefined,
    type: 'list of { name, path or url, kind, cache, transport, lineage, ollama, push }',
    defaultValue: 'none',
    meaning:
      'The registries that have a name. `path` is relative to the file, or `gs://bucket/prefix`; `url` in its place is the ' +
      'address of an MLflow server, without user and password. `kind` is `directory`, `catalog`, `mlflow` or `dvc`, or left out to find ' +
      'it out. A bucket may have `cache`, the folder of its local copy, and `transport`; a server `cache`; a catalogue ' +
      '`lineage`, its file of lineage where that is not `lineage.json` beside it; one of kind `dvc` `ollama: { file, update }`, ' +
      'its file of endpoints where that is neither what MODEL_REGISTRY_FILE names nor `models_registry.json`, and with ' +
      '`update: true` a move writes into it what is live then, and `push`: whether a move pushes `both` its commit and the files of ' +
      'the model (as where nothing is said), only `git`, only `dvc`, or `none`. Of two with the same name the one of the ' +
      'project file counts.',
    merge: 'together',
    projectFile: 'sets',
  },
  defaultRegistry: {
    flag: '--registry',
    variable: 'LASTGOOD_REGISTRY',
    type: 'name of a registry',
    defaultValue: 'the only registry there is',
    meaning:
      'The registry that is opened. The flag and the variable also take a folder, a file `*.json`, `directory:`, `catalog:`, ' +
      '`mlflow:` or `dvc:` and a path, `gs://bucket/prefix`, or the address of an MLflow server, `https://…`. ' +
      'Where nothing says it: what the originals’ variables name, then, if they are there, `./models_registry`, the working tree of git and DVC ' +
      'around the working folder (with pointers in `models/hf`), `~/.context/training/registry.json` and `~/.context/.afs/training/registry.json`.',
    merge: 'strongest',
    projectFile: 'sets',
  },
  actor: {
    flag: '--actor',
    variable: 'LASTGOOD_ACTOR',
    type: 'text',
    defaultValue: 'GITHUB_ACTOR, else user.email of git, else USER@host',
    meaning: 'Who acts, for the record. A project file cannot say it: it is the same file for everybody.',
    merge: 'strongest',
    projectFile: 'may not say',
  },
  readOnly: {
    flag: '--read-only',
    variable: 'LASTGOOD_READ_ONLY',
    type: 'true or false',
    defaultValue: 'false',
    meaning: 'Switches every write off. One `true` is enough, whoever says it; no `false` takes it back.',
    merge: 'strictest',
    projectFile: 'tightens',
  },
  protectedAliases: {
    flag: undefined,
    variable: 'LASTGOOD_PROTECTED_ALIASES',
    type: 'list of aliases (in the variable separated by commas)',
    defaultValue: 'none',
    meaning:
      'Aliases that are moved only by typing `model@alias`, beside `latest`, `production`, `Production`, `deployed` and ' +
      '`stable`, which always are.',
    merge: 'together',
    projectFile: 'tightens',
  },
  policies: {
    flag: undefined,
    variable: undefined,
    type: 'list of { name, file }',
    defaultValue: 'the built-in ones: `rag`, `weighted-bleu`, `votes`, `dev`, `staging` and `prod`',
    meaning:
      'Policies of your own. `file` is YAML or JSON, relative to this file; policies.md describes it. A name means the file that ' +
      'the same configuration file gives for it, then that of the other, then the built-in policy.',
    merge: 'together',
    projectFile: 'sets',
  },
  gates: {
    flag: undefined,
    variable: undefined,
    type: 'list of { model, alias, policy, thresholds }',
    defaultValue: 'none: nothing is demanded',
    meaning:
      'The policy that a version has to pass before it is promoted. `policy` is a name or a file; `model` and `alias` are names, ' +
      'or `*` for all, as when they are left out. Of one file the most specific line that fits counts: the model by name goes ' +
      'before `*`, then the alias. Lines of both files count together. `thresholds` replaces numbers of the policy, by the id ' +
      'of the rule.',
    merge: 'together',
    projectFile: 'tightens',
  },
  transport: {
    flag: '--transport',
    variable: 'LASTGOOD_TRANSPORT',
    type: '`sdk` or `gsutil`',
    defaultValue: '`sdk`',
    meaning:
      'The way to a bucket: `sdk` is built in and uses the login of gcloud auth application-default login, or ' +
      'GOOGLE_APPLICATION_CREDENTIALS; `gsutil` runs that program, with its login. The flag and the variable count for every ' +
      'bucket, the setting for those whose `registries` line names none.',
    merge: 'strongest',
    projectFile: 'sets',
  },
  offline: {
    flag: '--offline',
    variable: 'LASTGOOD_OFFLINE',
    type: 'true or false',
    defaultValue: 'false',
    meaning:
      'No bucket and no server is asked: what was seen last is shown, with its age, and nothing is written there. One `true` is ' +
      'enough, whoever says it.',
    merge: 'strictest',
    projectFile: 'tightens',
  },
  tokenHosts: {
    flag: undefined,
    variable: 'LASTGOOD_TOKEN_HOSTS',
    type: 'list of hosts, with a port or without (in the variable separated by commas)',
    defaultValue:
      'the servers that you name yourself: on the command line, in the environment, or in your own file',
    meaning:
      'Servers that may be given the login of the environment or of `~/.mlflow/credentials`. Where several sources say it, ' +
      'a host has to be in all of them. A server that only a project file or a `.env` names is given none before your own file, ' +
      'the variable or MLFLOW_TRACKING_URI names its host too; one on this machine (`localhost`) is given it whoever names it.',
    merge: 'strictest',
    projectFile: 'tightens',
  },
  publish: {
    flag: undefined,
    variable: undefined,
    type: 'list of { model, hub, visibility, license, card }',
    defaultValue: 'none: publish and deploy are told with --hub, or publish nothing',
    meaning:
      'Where models are published: publish.md describes it. `hub` is ORG/NAME on the hub; `model` a name, or `*` for all, as when it is ' +
      'left out, and `hub` then holds `{model}`. `visibility` is `private`, as where nothing is said, or `public`, which is confirmed ' +
      'by typing ORG/NAME; it counts for a repository that is made. `license` is the id the hub has for it; `card` a template of the ' +
      'model card, below the folder of this file. The line with the name of the model goes before `*`, and the project file first.',
    merge: 'together',
    projectFile: 'sets',
  },
  notify: {
    flag: undefined,
    variable: undefined,
    type: 'list of { name, on, and one of github, mail, slack or webhook }',
    defaultValue: 'none: nobody is told',
    meaning:
      'Who is told of what happens: notifications.md describes it. `github` is OWNER/NAME of the repository that issues are opened in; `mail` is ' +
      '`{ to, from, host, port }`; `slack` the name of the variable that holds the address of an incoming webhook; `webhook` an ' +
      'address, or the name of such a variable, with `secret`, the name of the variable it is signed with. `on` lists what is ' +
      'told: `deployed`, `promoted`, `rolled-back`, `unset`, `refused`, `failed`, `held`, `released`, `drift`, `gated` and ' +
      '`decided`. Of two with the same name the one of the project file counts. A mail server that only a project file names is ' +
      'given no login before `tokenHosts` of your own file names it too.',
    merge: 'together',
    projectFile: 'sets',
  },
  tracking: {
    flag: undefined,
    variable: undefined,
    type: 'list of { name, on, and one of wandb or mlflow }',
    defaultValue: 'none; where WANDB_PROJECT is set, W&B',
    meaning:
      'Where a run is kept of what happens, with its metrics and files: tracking.md describes it. `wandb` is ENTITY/PROJECT, or PROJECT ' +
      'for the usual entity of the login; `mlflow` the address of a server, or the name of the variable that holds it, with ' +
      '`experiment` (`lastgood` where none is named). `on` lists what is kept, by the words of `notify`: where it is left out, ' +
      '`gated`, `decided`, `refused`, `deployed`, `promoted`, `rolled-back`, `unset` and `failed`. Of two with the same name the ' +
      'one of the project file counts; none may have a name that stands in `notify`. Without a login there is one warning, and ' +
      'nothing is kept.',
    merge: 'together',
    projectFile: 'sets',
  },
  theme: {
    flag: '--theme',
    variable: 'LASTGOOD_THEME',
    type: '`dark`, `light` or `mono`',
    defaultValue: 'what was last chosen in the console, else `dark`',
    meaning: 'Colours of the console. NO_COLOR switches them off whatever the theme.',
    merge: 'strongest',
    projectFile: 'sets',
  },
  ascii: {
    flag: '--ascii',
    variable: 'LASTGOOD_ASCII',
    type: 'true or false',
    defaultValue: 'false, and true where the locale is not UTF-8',
    meaning: 'Draws with ASCII characters only.',
    merge: 'strongest',
    projectFile: 'sets',
  },
};

/** Names of all settings, in the order of the table. */
export const settingNames = Object.keys(settingsTable) as readonly SettingName[];
