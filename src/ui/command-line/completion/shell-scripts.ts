/** The shells that can be completed in. */
export const shellNames = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof shellNames)[number];

/** How the candidates are asked: the words up to the cursor stand behind `--`. */
const question = 'lastgood completion --answer --';

const bash = `# Completion of lastgood in bash. For every shell: lastgood completion bash > ~/.local/share/bash-completion/completions/lastgood
_lastgood() {
  local value note others='' current="\${COMP_WORDS[COMP_CWORD]}"
  [ "$current" = '=' ] && current=''
  COMPREPLY=()
  while IFS=$'\\t' read -r value note; do
    case "$value" in
      :*) others="$value" ;;
      *) COMPREPLY+=("$(printf '%q' "$value")") ;;
    esac
  done < <(${question} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  local IFS=$'\\n'
  case "$others" in
    :files) COMPREPLY+=($(compgen -f -- "$current")) ;;
    :folders) COMPREPLY+=($(compgen -d -- "$current")) ;;
    *) return ;;
  esac
  compopt -o filenames 2>/dev/null || true
}
complete -F _lastgood lastgood
`;

const zsh = `#compdef lastgood
# Completion of lastgood in zsh. For every shell: lastgood completion zsh > a folder of $fpath, as the file _lastgood
_lastgood() {
  local -a values shown
  local value note others=''
  while IFS=$'\\t' read -r value note; do
    case "$value" in
      :*) others="$value" ;;
      *) values+=("$value"); shown+=("$value\${note:+  -- $note}") ;;
    esac
  done < <(${question} "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( \${#values} )) && compadd -l -d shown -a values
  case "$others" in
    :files) _files ;;
    :folders) _files -/ ;;
  esac
}
if [ "\${funcstack[1]}" = '_lastgood' ]; then
  _lastgood "$@"
else
  compdef _lastgood lastgood
fi
`;

const fish = `# Completion of lastgood in fish. For every shell: lastgood completion fish > ~/.config/fish/completions/lastgood.fish
function __lastgood_candidates
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    for line in (${question} $before[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path "$current"
            case ':folders'
                __fish_complete_directories "$current"
            case ':*'
            case '*'
                echo $line
        end
    end
end
complete -c lastgood -f -a '(__lastgood_candidates)'
`;

/** The script that each shell reads. All they know is how to ask: what may be typed always fits the program that is installed. */
export const shellScripts: Readonly<Record<ShellName, string>> = { bash, zsh, fish };
