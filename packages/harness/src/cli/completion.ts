import { dataSets } from '@mcover/models';
import { Argument, Command, type Option } from 'commander';
import { paperFiles } from '../config/catalogue.ts';
import { engineStates, gpuName } from '../lanes/engines.ts';
import { print } from './output.ts';

/** A command as a shell completes it. */
interface Completed {
  name: string;
  about: string;
  options: { flag: string; about: string; value: boolean; words: readonly string[] }[];
  /** What its arguments may be, beside files. */
  words: readonly string[];
}

/** Words that options take, beside those that they are restricted to. */
const known: Readonly<Record<string, () => string[]>> = {
  '--profile': () => ['smoke', 'quick', 'paper'],
  '--engine': () => ['auto', ...engineStates().map(({ name }) => name), gpuName],
  '--only': () => paperFiles().map((file) => file.replace(/^.*[\\/](.*)\.json$/, '$1')),
};

export function completionCommand(commandLine: () => Command): Command {
  return new Command('completion')
    .description('prints what makes a shell complete commands, options and their words')
    .addArgument(new Argument('<shell>').choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => {
      print(shells[shell](commandLine().commands.map(completed)));
    });
}

function completed(command: Command): Completed {
  const parts = command.commands;
  const fetched = parts.length > 0 ? dataSets.map(({ name }) => name) : [];
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  const options = [command, ...parts].flatMap(({ options }) =>
    options.filter(({ hidden }) => !hidden).map(optionOf),
  );
  return {
    name: command.name(),
    about: command.description(),
    options: options.filter(({ flag }, i) => options.findIndex((one) => one.flag === flag) === i),
    words: [...parts.map((part) => part.name()), ...fetched, ...choices],
  };
}

function optionOf({ long, description, required, optional, argChoices }: Option) {
  const flag = long ?? '';
  return {
    flag,
    about: description,
    value: required || optional,
    words: argChoices ?? known[flag]?.() ?? [],
  };
}

const shells = {
  bash(commands: readonly Completed[]): string {
    const values = commands.flatMap(({ name, options }) =>
      options
        .filter(({ value }) => value)
        .map(({ flag, words }) => `      '${name} ${flag}') words='${words.join(' ')}' ;;`),
    );
    const own = commands.map(
      ({ name, options, words }) =>
        `      '${name}') words='${[...words, ...options.map(({ flag }) => flag)].join(' ')}' ;;`,
    );
    return `# bash completion of mcover; files are completed where no word fits
_mcover() {
  local current=\${COMP_WORDS[COMP_CWORD]} words
  if ((COMP_CWORD == 1)); then
    words='${commands.map(({ name }) => name).join(' ')} help'
  else
    case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join('\n')}
      *) case \${COMP_WORDS[1]} in
${own.join('\n')}
      esac ;;
    esac
  fi
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$current")
}
complete -o default -F _mcover mcover`;
  },

  zsh(commands: readonly Completed[]): string {
    const quoted = (text: string) => text.replaceAll("'", "'\\''");
    const inBrackets = (text: string) => quoted(text.replace(/[[\]:\\]/g, '\\$&'));
    const option = ({ flag, about, value, words }: Completed['options'][number]) => {
      const action = words.length > 0 ? `(${words.join(' ')})` : '_files';
      return `'*${flag}[${inBrackets(about)}]${value ? `:value:${action}` : ''}'`;
    };
    const own = commands.map(
      ({ name, options, words }) =>
        `    ${name}) _arguments ${options.map(option).join(' ')} '*:argument:${
          words.length > 0 ? `(${words.join(' ')})` : '_files'
        }' ;;`,
    );
    const list = commands.map(({ name, about }) => `'${name}:${quoted(about.replaceAll(':', '\\:'))}'`);
    return `#compdef mcover
# zsh completion of mcover
_mcover() {
  if ((CURRENT == 2)); then
    local -a commands=(${list.join(' ')})
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${own.join('\n')}
  esac
}
# Read as a file of fpath it is the function itself; sourced, it is registered.
if [[ $funcstack[1] == _mcover ]]; then _mcover "$@"; else compdef _mcover mcover; fi`;
  },

  fish(commands: readonly Completed[]): string {
    const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    const lines = commands.flatMap(({ name, about, options, words }) => {
      const within = `complete -c mcover -n '__fish_seen_subcommand_from ${name}'`;
      return [
        `complete -c mcover -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`,
        ...(words.length > 0 ? [`${within} -f -a ${quoted(words.join(' '))}`] : []),
        ...options.map(({ flag, about, value, words }) => {
          const taken = words.length > 0 ? ` -x -a ${quoted(words.join(' '))}` : ' -r';
          return `${within} -l ${flag.slice(2)} -d ${quoted(about)}${value ? taken : ''}`;
        }),
      ];
    });
    return ['# fish completion of mcover', ...lines].join('\n');
  },
};
