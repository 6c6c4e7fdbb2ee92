/** What `lastgood help TOPIC` prints: a page of docs. */
export type HelpTopic = { readonly file: string; readonly summary: string };

/** The topics by name, in the order that help lists them. Every page of docs is one, but that of commands: help itself has those. */
export const helpTopics: Readonly<Record<string, HelpTopic>> = {
  registries: { file: 'registries.md', summary: 'kinds of registries, places, and what is in the folder' },
  gates: { file: 'policies.md', summary: 'policies, rules, evidence, and where they are bound' },
  mlflow: { file: 'mlflow.md', summary: "MLflow: the originals' commands, serving, logging a deployment" },
  dvc: { file: 'dvc.md', summary: 'families on git and DVC' },
  serving: { file: 'serving.md', summary: 'load what is live, from Python, TypeScript and a shell' },
  'github-actions': { file: 'github-actions.md', summary: 'deploy and roll back from GitHub Actions' },
  deploying: { file: 'deploy.md', summary: 'a deployment as one act, and how it is resumed' },
  publishing: { file: 'publish.md', summary: 'a version on the Hugging Face Hub, with its model card' },
  notifications: { file: 'notifications.md', summary: 'who is told of what, and what is still to be sent' },
  tracking: { file: 'tracking.md', summary: 'what happens as runs in Weights & Biases and MLflow' },
  connections: { file: 'connections.md', summary: 'who we are at each service, and what we may do there' },
  configuration: { file: 'configuration.md', summary: 'every setting: flag, variable, file' },
  environment: { file: 'environment.md', summary: 'every variable of the environment' },
  files: { file: 'files.md', summary: 'what lastgood reads and writes, and where' },
  'exit-codes': { file: 'exit-codes.md', summary: 'what the exit code says' },
  errors: { file: 'errors.md', summary: 'every error code, and what to do' },
  metrics: { file: 'metrics-and-states.md', summary: 'metrics known by name, and states of versions' },
  keys: { file: 'keys.md', summary: 'keys of the console' },
  api: { file: 'api.md', summary: 'lastgood from a program' },
};
