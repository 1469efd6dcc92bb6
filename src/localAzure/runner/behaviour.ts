import { field, isObject, listField, numberField, textEntries, textField, truthField, type JsonObject, type JsonValue } from '../json';

/** What a plain process does in the place of an image's program. Times in milliseconds. */
export interface Behaviour {
    /** Where it listens, as seen inside; undefined: `PORT`, else the image's first exposed port, else 80. */
    readonly port: number | undefined;
    /** `127.0.0.1` is a program that nobody reaches from outside. */
    readonly address: '0.0.0.0' | '127.0.0.1';
    /** `silent` accepts connections and never answers; `none` listens nowhere. */
    readonly protocol: 'http' | 'tcp' | 'silent' | 'none';
    /** Until it listens. */
    readonly startMs: number;
    /** The program that the image names and does not have: it cannot be started at all. */
    readonly absent: string | undefined;
    readonly status: number;
    /** Statuses of single paths. */
    readonly paths: Readonly<Record<string, number>>;
    /** Until each answer. */
    readonly answerMs: number;
    readonly body: string | undefined;
    /** With it, the program ends by itself, `exitMs` after its start. */
    readonly exitCode: number | undefined;
    readonly exitMs: number;
    /** A request for this path ends the program with code 1. */
    readonly crashPath: string | undefined;
    /** What it takes; above the limit of its place it is ended as by the kernel. */
    readonly memoryMb: number;
    /** Variables without which it says what is missing and ends with code 1. */
    readonly needs: readonly string[];
    /** Whether port 2222 greets as an SSH server. */
    readonly ssh: boolean;
    readonly stdout: readonly string[];
    readonly stderr: readonly string[];
}

/** The image's label that holds a behaviour as JSON. */
export const behaviourLabel = 'dev.slipway.local-azure.process';
/** The variable (of the image, or an app's setting) whose JSON goes before the label's, field by field. */
export const behaviourVariable = 'SLIPWAY_PROCESS';

/** Reads what the image and its place say; what cannot be read has the default. */
export function readBehaviour(labels: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>): Behaviour {
    const asked: JsonObject = { ...parse(labels[behaviourLabel]), ...parse(env[behaviourVariable]) };
    const protocol = textField(asked, 'protocol');
    const texts = (name: string) => (listField(asked, name) ?? []).filter((one) => typeof one === 'string');
    return {
        port: numberField(asked, 'port'),
        address: textField(asked, 'address') === '127.0.0.1' ? '127.0.0.1' : '0.0.0.0',
        protocol: protocol === 'tcp' || protocol === 'silent' || protocol === 'none' ? protocol : 'http',
        startMs: numberField(asked, 'startMs') ?? 0,
        absent: textField(asked, 'absent'),
        status: numberField(asked, 'status') ?? 200,
        paths: Object.fromEntries(Object.entries(textEntries(field(asked, 'paths'))).map(([path, status]) => [path, Number(status)])),
        answerMs: numberField(asked, 'answerMs') ?? 0,
        body: textField(asked, 'body'),
        exitCode: numberField(asked, 'exitCode'),
        exitMs: numberField(asked, 'exitMs') ?? 0,
        crashPath: textField(asked, 'crashPath'),
        memoryMb: numberField(asked, 'memoryMb') ?? 0,
        needs: texts('needs'),
        ssh: truthField(asked, 'ssh') === true,
        stdout: texts('stdout'),
        stderr: texts('stderr'),
    };
}

function parse(text: string | undefined): JsonObject {
    try {
        const value = JSON.parse(text ?? '{}') as JsonValue;
        return isObject(value) ? value : {};
    } catch {
        return {};
    }
}
