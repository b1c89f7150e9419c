import type {Flag, Place, Value} from './surface.js'

/**
 * Completion for bash from 3.2 on, which is what macOS has.
 *
 * oclif's own script knows a command's flags only directly behind its name, and file names nowhere.
 */
export function bashScript(places: readonly Place[]): string {
  return `# Completion of mturk for bash, made by \`mturk autocomplete\`. Changes are lost when that runs again.

# What can follow a command or topic. Flags as --json, --profile= (some text), --from-csv=/ (a file), --policy=full,read-only.
__mturk_about() {
  next='' flags='' argument=''
  case $1 in
${places.map(caseOf).join('\n')}
  esac
}
${COMPLETE}`
}

function caseOf({command, next, flags, argument}: Place): string {
  const words = next.map(({word}) => word).join(' ')
  return `    '${command}') next='${words}' flags='${flags.flatMap(formsOf).join(' ')}' argument='${markOf(argument)}' ;;`
}

function formsOf({names, value}: Flag): string[] {
  return names.map((name) => (value === undefined ? name : `${name}=${markOf(value)}`))
}

function markOf(value: Value | undefined): string {
  if (value === undefined || value === 'text') return ''
  return value === 'file' ? '/' : value.join(',')
}

/** Without an answer readline completes file names, as \`-o default\` asks; compopt, which bash 3.2 lacks, forbids it. */
const COMPLETE = `
__mturk_complete() {
  local IFS=$' \\t\\n' current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  local next flags argument flag word index command='' offered=''
  COMPREPLY=()
  # bash takes --flag=value apart at the sign.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $before == '=' ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  __mturk_about ''
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    [[ " $next " == *" $word "* ]] || break
    # What help is about are commands again.
    [[ -z $command && $word == help ]] && continue
    command=\${command:+$command }$word
    __mturk_about "$command"
  done
  if ((index == COMP_CWORD)) && [[ -n $next ]]; then offered=$next; else offered=\${argument//,/ }; fi
  for flag in $flags; do
    if [[ $flag == "$before="* ]]; then
      offered=\${flag#*=}
      offered=\${offered//,/ }
    fi
  done
  if [[ $current == -* ]]; then
    offered=''
    for flag in $flags; do offered+=" \${flag%%=*}"; done
  fi
  [[ $offered == / ]] && return
  compopt +o default +o bashdefault 2>/dev/null
  COMPREPLY=($(compgen -W "$offered" -- "$current"))
}

complete -o bashdefault -o default -F __mturk_complete mturk
`
