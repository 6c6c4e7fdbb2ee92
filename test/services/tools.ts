import { spawnSync } from 'node:child_process';

/** A program the service tests use, how it shows itself, and what a machine without it does not prove. */
export type Tool = { readonly name: string; readonly probe: readonly string[]; readonly proves: string };

export const tools = {
  python: {
    name: 'python3',
    probe: ['python3', '--version'],
    proves: 'that the language of the original reads what we write',
  },
  strace: {
    name: 'strace',
    probe: ['strace', '--version'],
    proves: 'that real system calls can be cut off anywhere',
  },
  gsutil: {
    name: 'gsutil',
    probe: ['gsutil', 'version'],
    proves: "that buckets are read and written through Google's own program",
  },
  fakeGcsServer: {
    name: 'fake-gcs-server',
    probe: ['fake-gcs-server', '-h'],
    proves: 'that our emulator of buckets agrees with one that others wrote',
  },
  mlflow: {
    name: 'mlflow',
    probe: ['mlflow', '--version'],
    proves: "that an MLflow server is read and written as MLflow's own client does",
  },
  git: {
    name: 'git',
    probe: ['git', '--version'],
    proves: 'that a move is a commit that git itself reads, pushes and refuses',
  },
  dvc: {
    name: 'dvc',
    probe: ['dvc', '--version'],
    proves: 'that DVC brings the bytes of the model a pointer of ours names',
  },
  aiosmtpd: {
    name: 'aiosmtpd',
    probe: ['aiosmtpd', '--version'],
    proves: 'that a real mail server takes our mail, and that Python reads it',
  },
  wandb: {
    name: 'wandb',
    probe: ['wandb', '--version'],
    proves: "that W&B's own package reads the runs we write, and writes the same",
  },
  hub: {
    name: 'hf',
    probe: ['hf', 'version'],
    proves:
      "that Hugging Face's own library reads the cards we write, and the repositories our fake hub keeps",
  },
  zsh: { name: 'zsh', probe: ['zsh', '--version'], proves: 'that tab completes in zsh' },
  fish: { name: 'fish', probe: ['fish', '--version'], proves: 'that tab completes in fish' },
  tmux: { name: 'tmux', probe: ['tmux', '-V'], proves: 'that the console works inside tmux' },
} as const satisfies Readonly<Record<string, Tool>>;

/** Whether the program runs on this machine. */
export function hasTool(tool: Tool): boolean {
  const [file = '', ...argv] = tool.probe;
  return spawnSync(file, argv, { stdio: 'ignore' }).status === 0;
}
