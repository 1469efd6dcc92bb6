import { DockerfileParser, JSONInstruction } from 'dockerfile-ast';
import type { Instruction } from 'dockerfile-ast';

/** What an existing Dockerfile says, as far as detection and advice ask. Lines are 1-based. */
export interface DockerfileFacts {
    readonly stages: readonly { readonly image: string; readonly line: number }[];
    /** EXPOSE of the last stage, literal ports only. */
    readonly ports: readonly { readonly port: number; readonly line: number }[];
    /** ENV of the last stage. */
    readonly env: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
    /** ENTRYPOINT and CMD of the last stage as one command line. */
    readonly command?: { readonly text: string; readonly line: number };
    readonly user?: { readonly name: string; readonly line: number };
    readonly workdir?: string;
    /** Package names that a RUN installs with pip beside the requirements. */
    readonly runs: readonly { readonly text: string; readonly line: number }[];
}

/**
 * Reads a Dockerfile. Never throws: what it cannot make sense of is left out. built: its last stage, which is what a build makes. shipped: the stage before
 * one that is there for developing or testing, where another names itself the one for production.
 */
export function readDockerfile(text: string, which: 'built' | 'shipped' = 'built'): DockerfileFacts {
    const instructions = which === 'built' ? safely(text) : shippedPart(safely(text));
    const stages: { image: string; line: number }[] = [];
    const named = new Map<string, Stage>();
    let name: string | undefined;
    let { ports, env, entrypoint, command, user, workdir } = { ...nothing, ports: [...nothing.ports], env: new Map(nothing.env) };
    const runs: { text: string; line: number }[] = [];
    for (const instruction of instructions) {
        const line = instruction.getRange().start.line + 1;
        const content = instruction.getArguments().map((argument) => argument.getValue());
        switch (instruction.getKeyword()) {
            case 'FROM': {
                const image = content.find((word) => !word.startsWith('--')) ?? '';
                if (name !== undefined) {
                    named.set(name, { ports, env, entrypoint, command, user, workdir });
                }
                stages.push({ image, line });
                // A stage goes on from the one that it names.
                const before = named.get(image.toLowerCase());
                ports = [...(before?.ports ?? [])];
                env = new Map(before?.env);
                ({ entrypoint, command, user, workdir } = before ?? nothing);
                name = /\sAS\s+(\S+)\s*$/i.exec(instruction.getRawArgumentsContent() ?? '')?.[1]?.toLowerCase();
                break;
            }
            case 'EXPOSE':
                for (const written of content) {
                    const word = written.replace(/^\$\{?(\w+)\}?/, (whole, key: string) => env.get(key)?.value ?? whole);
                    const port = Number(/^(\d{1,5})(\/tcp)?$/.exec(word)?.[1]);
                    if (port > 0 && port < 65536) {
                        ports.push({ port, line });
                    }
                }
                break;
            case 'ENV':
                for (const word of content.length === 2 && !(content[0] ?? '').includes('=') ? [content.join('=')] : content) {
                    const at = word.indexOf('=');
                    if (at > 0) {
                        env.set(word.slice(0, at), { value: word.slice(at + 1).replace(/^(["'])(.*)\1$/, '$2'), line });
                    }
                }
                break;
            case 'CMD':
                command = { text: commandText(instruction), line };
                break;
            case 'ENTRYPOINT':
                entrypoint = { text: commandText(instruction), line };
                break;
            case 'USER':
                user = { name: content[0] ?? '', line };
                break;
            case 'WORKDIR':
                workdir = content[0];
                break;
            case 'RUN':
                runs.push({ text: content.join(' '), line });
                break;
            default:
                break;
        }
    }
    const whole = [entrypoint?.text, command?.text].filter((part) => part !== undefined).join(' ');
    const at = command?.line ?? entrypoint?.line;
    return {
        stages,
        ports,
        env,
        runs,
        ...(at !== undefined && { command: { text: whole, line: at } }),
        ...(user !== undefined && { user }),
        ...(workdir !== undefined && { workdir }),
    };
}

/** What one stage says so far. */
interface Stage {
    ports: { port: number; line: number }[];
    env: Map<string, { value: string; line: number }>;
    entrypoint: { text: string; line: number } | undefined;
    command: { text: string; line: number } | undefined;
    user: { name: string; line: number } | undefined;
    workdir: string | undefined;
}

const nothing: Readonly<Stage> = {
    ports: [],
    env: new Map(),
    entrypoint: undefined,
    command: undefined,
    user: undefined,
    workdir: undefined,
};

function safely(text: string): readonly Instruction[] {
    try {
        return DockerfileParser.parse(text).getInstructions();
    } catch {
        return [];
    }
}

/** Exec form as a shell line, so that both forms are read alike. */
function commandText(instruction: Instruction): string {
    const strings = instruction instanceof JSONInstruction ? execWords(instruction.getRawArgumentsContent() ?? '') : [];
    return strings.length === 0
        ? instruction
              .getArguments()
              .map((argument) => argument.getValue())
              .join(' ')
        : strings.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", '')}'`)).join(' ');
}

/** The words of an exec form. dockerfile-ast's own values lack the spaces inside of a word. */
function execWords(content: string): readonly string[] {
    try {
        const words: unknown = JSON.parse(content.replace(/\\[ \t]*\r?\n/g, ''));
        return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
    } catch {
        return [];
    }
}

/** The instructions up to the end of the stage for production, when the last one is for developing or testing. */
function shippedPart(instructions: readonly Instruction[]): readonly Instruction[] {
    const stages = instructions.flatMap((instruction, at) =>
        instruction.getKeyword() === 'FROM'
            ? [{ at, name: (/\sAS\s+(\S+)\s*$/i.exec(instruction.getRawArgumentsContent() ?? '')?.[1] ?? '').toLowerCase() }]
            : [],
    );
    if (!/^(dev|development|develop|local|test|tests|testing|debug)$/.test(stages.at(-1)?.name ?? '')) {
        return instructions;
    }
    const shipped = stages.findLastIndex(({ name }) =>
        /^(prod|production|release|runtime|runner|run|final|app|server|serve|deploy)$/.test(name),
    );
    return shipped < 0 ? instructions : instructions.slice(0, stages[shipped + 1]?.at);
}
