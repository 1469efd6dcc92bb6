import { baseNameOf } from '../paths';
import type { Step } from './step';
import type { ShellCommand } from './shellCommands';

export interface RunCommand {
    readonly step: Step;
    readonly command: ShellCommand;
    /** The program's file name; `sudo` and variable assignments before it left out. */
    readonly program: string;
    /** The arguments' texts. */
    readonly args: readonly string[];
}

const known = new WeakMap<Step, readonly RunCommand[]>();

/** Every simple command of the RUN instructions among `steps`; worked out once for a step, since many rules ask. */
export function commandsOf(steps: readonly Step[]): readonly RunCommand[] {
    return steps.flatMap((step) => {
        if (step.keyword !== 'RUN') {
            return [];
        }
        const commands = known.get(step) ?? [...readCommands(step)];
        known.set(step, commands);
        return commands;
    });
}

function* readCommands(step: Step): Generator<RunCommand> {
    for (const command of step.commands()) {
        const texts = command.words.map((word) => word.text);
        const at = texts.findIndex((text) => !/^(sudo|\w+=.*)$/s.test(text));
        if (at !== -1) {
            yield { step, command, program: baseNameOf(texts[at] ?? ''), args: texts.slice(at + 1) };
        }
    }
}

/** Packages that apt-get, apt or apk install by these steps. */
export function systemPackages(steps: readonly Step[]): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { program, args } of commandsOf(steps)) {
        const verb = program === 'apk' ? 'add' : 'install';
        if (/^(apt|apt-get|aptitude|apk|microdnf|dnf|yum|tdnf)$/.test(program) && args.includes(verb)) {
            args.slice(args.indexOf(verb) + 1)
                .filter((arg) => !arg.startsWith('-'))
                .forEach((arg) => names.add(arg.replace(/[=<>~].*$/, '')));
        }
    }
    return names;
}
