import type { Stage } from '../dockerfile/readDockerfile';
import type { Step } from '../dockerfile/step';
import type { Word } from '../dockerfile/shellCommands';
import { shellCommands } from '../dockerfile/shellCommands';
import { baseNameOf } from '../paths';

/** What the container runs, as far as CMD and ENTRYPOINT say it. */
export interface StartCommand {
    /** The instruction that names the program. */
    readonly step: Step;
    /** `exec`: the program is process 1. `shell`: a shell is, and the program its child, unless `exec` is written. */
    readonly form: 'exec' | 'shell' | 'shell-exec';
    /** The program and its arguments, wrappers such as `exec`, `tini --` and `uv run` taken off. */
    readonly words: readonly Word[];
    /** Every simple command when a shell runs several. */
    readonly commandCount: number;
}

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);
const prefixes = new Set([
    'exec',
    'tini',
    'dumb-init',
    'ddtrace-run',
    'opentelemetry-instrument',
    'nice',
    'time',
    'env',
    'command',
    'chpst',
]);
const runners: Readonly<Record<string, string>> = {
    poetry: 'run',
    uv: 'run',
    pipenv: 'run',
    pdm: 'run',
    rye: 'run',
    hatch: 'run',
    'newrelic-admin': 'run-program',
    conda: 'run',
    micromamba: 'run',
};

/** The start command of the last stage, looked for through the stages that it continues; undefined when the base image decides. */
export function startCommand(text: string, stages: readonly Stage[], escape: string): StartCommand | undefined {
    const steps = inheritedSteps(stages);
    const entrypoint = steps.findLast((step) => step.keyword === 'ENTRYPOINT' && step.words().length > 0);
    // An ENTRYPOINT resets the CMD of the images below it, not one that follows in the same stages.
    const command = steps.findLast((step) => step.keyword === 'CMD' && step.words().length > 0);
    if (entrypoint === undefined) {
        return command === undefined ? undefined : read(text, command, [], escape);
    }
    return read(text, entrypoint, entrypoint.json() === undefined ? [] : (command?.json() ?? []), escape);
}

/** The steps that make the last stage, those of the stages that it continues first. */
export function inheritedSteps(stages: readonly Stage[]): readonly Step[] {
    return stageChain(stages).flatMap((stage) => stage.steps);
}

export function stageChain(stages: readonly Stage[]): readonly Stage[] {
    const chain: Stage[] = [];
    for (let stage = stages.at(-1); stage !== undefined; stage = stage.base) {
        chain.unshift(stage);
    }
    return chain;
}

function read(text: string, step: Step, extra: readonly Word[], escape: string): StartCommand | undefined {
    const json = step.json();
    if (json === undefined) {
        const commands = step.commands();
        const last = commands.at(-1);
        return last === undefined ? undefined : finish(step, last.words, commands.length);
    }
    const words = unwrap([...json, ...extra]);
    const script = scriptOf(words);
    if (script === undefined) {
        return words.length === 0 ? undefined : { step, form: 'exec', words, commandCount: 1 };
    }
    const inner = shellCommands(text, { start: script.start + 1, end: Math.max(script.start + 1, script.end - 1) }, escape);
    const last = inner.at(-1);
    return last === undefined ? undefined : finish(step, last.words, inner.length);
}

function finish(step: Step, words: readonly Word[], commandCount: number): StartCommand | undefined {
    const rest = unwrap(words);
    return rest.length === 0
        ? undefined
        : {
              step,
              form: words.some((word, at) => word.text === 'exec' && at < words.length - rest.length) ? 'shell-exec' : 'shell',
              words: rest,
              commandCount,
          };
}

/** The script of `sh -c SCRIPT`. */
function scriptOf(words: readonly Word[]): Word | undefined {
    if (!shells.has(baseNameOf(words[0]?.text ?? ''))) {
        return undefined;
    }
    const flag = words.findIndex((word) => /^-[a-z]*c$/.test(word.text));
    return flag === -1 ? undefined : words[flag + 1];
}

function unwrap(words: readonly Word[]): readonly Word[] {
    let at = 0;
    for (;;) {
        const word = words[at];
        if (word === undefined) {
            return [];
        }
        const name = baseNameOf(word.text);
        const runner = runners[name];
        if (/^\w+=/.test(word.text)) {
            at += 1;
        } else if (prefixes.has(name)) {
            at += 1;
            while (words[at]?.text.startsWith('-') === true) {
                at += 1;
            }
        } else if (runner !== undefined && words[at + 1]?.text === runner) {
            at += 2;
            while (words[at]?.text.startsWith('-') === true) {
                at += /^(-n|--name|-p|--prefix|--extra|--group|--package)$/.test(words[at]?.text ?? '') ? 2 : 1;
            }
        } else {
            return words.slice(at);
        }
    }
}
