import { DockerfileParser, type Copy, type Flag, type From, type Instruction, type Run } from 'dockerfile-ast';

/** A Dockerfile as ACR Tasks can read it. Lines stay where they are. */
export interface TasksDockerfile {
    readonly text: string;
    /** Values of the build arguments that BuildKit would have set by itself, of those that the Dockerfile declares. */
    readonly buildArgs: Readonly<Record<string, string>>;
    /** The first stage that is for another platform than Tasks builds for. */
    readonly foreign?: { readonly line: number; readonly platform: string };
}

const platform = 'linux/amd64';
/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
const automatic: Readonly<Record<string, string>> = {
    BUILDPLATFORM: platform,
    BUILDOS: 'linux',
    BUILDARCH: 'amd64',
    BUILDVARIANT: '',
    TARGETPLATFORM: platform,
    TARGETOS: 'linux',
    TARGETARCH: 'amd64',
    TARGETVARIANT: '',
};

/**
 * ACR Tasks builds for linux/amd64 on linux/amd64, with the classic builder, and its scanner stops at a flag of FROM ("unable to understand line FROM
 * --platform=…", https://github.com/Azure/acr/issues/697). On such a machine the flag says nothing: it is left out, and the variables that only BuildKit
 * knows are given their values. What only spares a builder work, and means the same without it, is left out as well: cache mounts and links. Never throws:
 * what is no Dockerfile stays as it is.
 */
export function tasksDockerfile(text: string, buildArgs: Readonly<Record<string, string>> = {}): TasksDockerfile {
    let instructions: readonly Instruction[];
    try {
        instructions = DockerfileParser.parse(text).getInstructions();
    } catch {
        return { text, buildArgs: {} };
    }
    const known = new Map(Object.entries({ ...automatic, ...globalArgs(instructions), ...buildArgs }));
    const lines = text.split('\n');
    let foreign: TasksDockerfile['foreign'];
    for (const from of instructions.filter((instruction): instruction is From => instruction.getKeyword() === 'FROM')) {
        const flag = from.getPlatformFlag();
        const first = from.getRange().start.line;
        if (flag !== null) {
            const named = fillVariables(flag.getValue() ?? '', known).replace(/^(["'])(.*)\1$/, '$2');
            if (named !== '' && !/^linux(\/(amd64|x86_64))?$/i.test(named)) {
                foreign ??= { line: first + 1, platform: named };
            }
            leaveOut(lines, flag);
        }
        for (let at = first; at <= from.getRange().end.line; at++) {
            lines[at] = fillAutomatic(lines[at] ?? '');
        }
    }
    instructions
        .flatMap((instruction) => (isRunOrCopy(instruction) ? instruction.getFlags() : []))
        .filter(sparesWork)
        .reverse()
        .forEach((flag) => leaveOut(lines, flag));
    const declared = instructions
        .filter((instruction) => instruction.getKeyword() === 'ARG')
        .map((instruction) => instruction.getArguments()[0]?.getValue() ?? '')
        .filter((name) => (automatic[name] ?? '') !== '' && !(name in buildArgs));
    return {
        text: lines.join('\n'),
        buildArgs: Object.fromEntries([...new Set(declared)].map((name) => [name, automatic[name] ?? ''])),
        ...(foreign === undefined ? {} : { foreign }),
    };
}

function isRunOrCopy(instruction: Instruction): instruction is Run | Copy {
    return ['RUN', 'COPY', 'ADD'].includes(instruction.getKeyword());
}

function sparesWork(flag: Flag): boolean {
    const value = flag.getValue() ?? '';
    const options = value.split(',');
    // A cache that begins as another stage's folder is read.
    const isCache = options.includes('type=cache') && !options.some((option) => option.startsWith('from='));
    return flag.getName() === 'mount' ? isCache : flag.getName() === 'link' && value !== 'false';
}

/** Takes a flag with the blanks behind it out of its line. */
function leaveOut(lines: string[], flag: Flag): void {
    const { start, end } = flag.getRange();
    const line = lines[start.line] ?? '';
    lines[start.line] = line.slice(0, start.character) + line.slice(end.character).replace(/^[ \t]+/, '');
}

/** Defaults of the arguments before the first stage, which are those that FROM can use. */
function globalArgs(instructions: readonly Instruction[]): Readonly<Record<string, string>> {
    const before = instructions.slice(
        0,
        Math.max(
            0,
            instructions.findIndex((instruction) => instruction.getKeyword() === 'FROM'),
        ),
    );
    return Object.fromEntries(
        before.flatMap((instruction) => {
            const [, name = '', value = ''] = /^(\w+)=["']?(.*?)["']?$/.exec(instruction.getArguments()[0]?.getValue() ?? '') ?? [];
            return instruction.getKeyword() === 'ARG' && name !== '' ? [[name, value]] : [];
        }),
    );
}

function fillVariables(value: string, known: ReadonlyMap<string, string>): string {
    return value.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (_, braced?: string, fallback?: string, plain?: string) => {
        const found = known.get(braced ?? plain ?? '');
        return found === undefined || found === '' ? (fallback ?? '') : found;
    });
}

/** In FROM they are there without a declaration, but for BuildKit only. */
function fillAutomatic(line: string): string {
    return line.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) => automatic[braced ?? plain ?? ''] ?? whole);
}
