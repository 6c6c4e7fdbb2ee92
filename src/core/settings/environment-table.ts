/** A variable of the environment that is no setting: whose it is and what it does here. */
export type EnvironmentRow = { readonly group: EnvironmentGroup; readonly meaning: string };

/** Parts of docs/environment.md, in its order. */
export const environmentGroups = [
  "The originals' own",
  'Logins',
  'Telling and tracking',
  'Folders',
  'Terminal',
] as const;
export type EnvironmentGroup = (typeof environmentGroups)[number];

const ofOriginals = "The originals' own";

/** Variables that are read beside those of the settings table, by name. docs/environment.md and the man page are made from both. */
export const environmentTable: Readonly<Record<string, EnvironmentRow>> = {
  MODEL_REGISTRY_DIR: { group: ofOriginals, meaning: 'S0: the registry, a folder or `gs://bucket/prefix`.' },
  MODEL_REGISTRY_CACHE: { group: ofOriginals, meaning: 'S0: the local copy of a registry in a bucket.' },
  MODEL_REGISTRY_FILE: {
    group: ofOriginals,
    meaning: 'S2: the file of models. In a registry of DVC: the file of endpoints.',
  },
  MODEL_NAME: { group: ofOriginals, meaning: 'S0: the model, for its own commands.' },
  LLAMA_MODEL_PATH: { group: ofOriginals, meaning: 'S0: the weights that `deploy_model` registers.' },
  RESULTS_DIR: { group: ofOriginals, meaning: 'S0: the results of the evaluation.' },
  RAG_CONFIG_PATH: { group: ofOriginals, meaning: 'S0: the configuration of the pipeline.' },
  FEEDBACK_FILE: { group: ofOriginals, meaning: 'S4: the votes of people.' },
  GITHUB_ACTOR: { group: ofOriginals, meaning: 'Who acts, where LASTGOOD_ACTOR does not say it.' },
  MLFLOW_TRACKING_URI: {
    group: 'Logins',
    meaning: 'The MLflow server: the registry, and where runs are logged.',
  },
  MLFLOW_EXPERIMENT_NAME: { group: 'Logins', meaning: 'The experiment that runs are logged to.' },
  MLFLOW_TRACKING_USERNAME: { group: 'Logins', meaning: 'User on the MLflow server.' },
  MLFLOW_TRACKING_PASSWORD: { group: 'Logins', meaning: 'Password on the MLflow server.' },
  MLFLOW_TRACKING_TOKEN: {
    group: 'Logins',
    meaning: 'Token of the MLflow server, in the place of user and password.',
  },
  GOOGLE_APPLICATION_CREDENTIALS: {
    group: 'Logins',
    meaning: 'The login to Google Cloud Storage, read by its own library.',
  },
  HF_TOKEN: { group: 'Logins', meaning: 'Token of the Hugging Face Hub.' },
  HUGGINGFACE_HUB_TOKEN: { group: 'Logins', meaning: 'The same, under its older name.' },
  HF_ENDPOINT: { group: 'Logins', meaning: 'Another Hub than huggingface.co.' },
  GITHUB_TOKEN: { group: 'Telling and tracking', meaning: 'Token that issues are opened with.' },
  GH_TOKEN: { group: 'Telling and tracking', meaning: 'The same, as the program gh calls it.' },
  GITHUB_API_URL: { group: 'Telling and tracking', meaning: 'Another GitHub than github.com.' },
  EMAIL_SENDER: {
    group: 'Telling and tracking',
    meaning: 'S0: the address that mail is sent from, by Gmail.',
  },
  EMAIL_PASSWORD: { group: 'Telling and tracking', meaning: 'S0: its password.' },
  EMAIL_RECEIVER: { group: 'Telling and tracking', meaning: 'S0: the address that mail is sent to.' },
  SMTP_USERNAME: { group: 'Telling and tracking', meaning: 'User on the configured mail server.' },
  SMTP_PASSWORD: { group: 'Telling and tracking', meaning: 'Password on the configured mail server.' },
  LASTGOOD_SLACK_URL: {
    group: 'Telling and tracking',
    meaning: 'The secret address of Slack, where the configuration names this variable for it.',
  },
  WANDB_API_KEY: {
    group: 'Telling and tracking',
    meaning: 'Key of Weights & Biases; without it nothing is tracked there.',
  },
  WANDB_PROJECT: {
    group: 'Telling and tracking',
    meaning: 'Project of Weights & Biases: with the key it is all that tracking there needs.',
  },
  WANDB_ENTITY: { group: 'Telling and tracking', meaning: 'Its owner.' },
  WANDB_BASE_URL: { group: 'Telling and tracking', meaning: 'Another server than wandb.ai.' },
  WANDB_MODE: {
    group: 'Telling and tracking',
    meaning: '`disabled`, `offline` or `dryrun`: nothing is sent to Weights & Biases.',
  },
  WANDB_DISABLED: { group: 'Telling and tracking', meaning: 'The same, when it is `true`.' },
  XDG_CONFIG_HOME: {
    group: 'Folders',
    meaning: 'Where `lastgood/config.yaml` of the user is; `~/.config` unless set.',
  },
  XDG_CACHE_HOME: { group: 'Folders', meaning: 'Where local copies are kept; `~/.cache` unless set.' },
  XDG_STATE_HOME: {
    group: 'Folders',
    meaning: 'Where `lastgood` keeps its state; `~/.local/state` unless set.',
  },
  LASTGOOD_CACHE: {
    group: 'Folders',
    meaning: 'Where the local copy of a bucket or server is kept, as `--cache` says it.',
  },
  LASTGOOD_STATE_DIR: { group: 'Folders', meaning: 'The folder of that state itself; an absolute path.' },
  NO_COLOR: { group: 'Terminal', meaning: 'No colours in the console.' },
  TERM: { group: 'Terminal', meaning: '`dumb` opens no console.' },
  LASTGOOD_DEBUG: {
    group: 'Terminal',
    meaning: '`1` shows where in the program an unforeseen failure happened.',
  },
};
