import { never } from '../../base/never';
import type { Dockerfile, Instruction, Stage } from './dockerfile';

export interface RenderOptions {
    /** mount: BuildKit's cache mounts. plain: a form that the classic builder and ACR Tasks accept. */
    readonly caches: 'mount' | 'plain';
}

/** The one place that knows the syntax. Never writes `# syntax=`: it would be fetched from Docker Hub. */
export function renderDockerfile(dockerfile: Dockerfile, options: RenderOptions): string {
    const header = dockerfile.header.map((line) => `# ${line}`.trimEnd());
    const stages = dockerfile.stages.map((stage) => renderStage(stage, options));
    return `${[header.join('\n'), ...stages].filter((part) => part !== '').join('\n\n')}\n`;
}

function renderStage(stage: Stage, options: RenderOptions): string {
    const lines = comment(stage.comment);
    lines.push(`FROM ${stage.image}${stage.name === undefined ? '' : ` AS ${stage.name}`}`);
    for (const step of stage.steps) {
        lines.push(...comment(step.comment), ...renderInstruction(step, options));
    }
    return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

function comment(text: string | undefined): string[] {
    return text === undefined ? [] : text.split('\n').map((line) => `# ${line}`);
}

function renderInstruction(instruction: Instruction, options: RenderOptions): string[] {
    switch (instruction.kind) {
        case 'workdir':
            return [`WORKDIR ${instruction.path.replace(/[\\$]/g, String.raw`\$&`)}`];
        case 'env':
            return [
                `ENV ${Object.entries(instruction.values)
                    .map(([name, value]) => `${name}=${envValue(value)}`)
                    .join(' \\\n    ')}`,
            ];
        case 'arg':
            return [`ARG ${instruction.name}${instruction.value === undefined ? '' : `=${envValue(instruction.value)}`}`];
        case 'copy': {
            const flags = [
                ...(instruction.from === undefined ? [] : [`--from=${instruction.from}`]),
                ...(instruction.owner === undefined ? [] : [`--chown=${instruction.owner}`]),
            ];
            const paths = [...instruction.sources, instruction.target];
            const words = paths.some((path) => /[\s"[\]]/.test(path)) ? [JSON.stringify(paths)] : paths;
            return [['COPY', ...flags, ...words].join(' ')];
        }
        case 'run': {
            const caches = options.caches === 'mount' ? (instruction.caches ?? []) : [];
            const plain =
                options.caches === 'plain'
                    ? (instruction.caches ?? []).flatMap((cache) => (cache.plainEnv === undefined ? [] : [cache.plainEnv]))
                    : [];
            const after =
                options.caches === 'plain'
                    ? (instruction.caches ?? []).flatMap((cache) => (cache.plainAfter === undefined ? [] : [cache.plainAfter]))
                    : [];
            const mounts = caches.map((cache) => `--mount=type=cache,target=${cache.path} \\\n    `).join('');
            const exports = plain.length === 0 ? [] : [`export ${plain.join(' ')}`];
            return [`RUN ${mounts}${[...exports, ...instruction.commands, ...after].join(' && \\\n    ')}`];
        }
        case 'expose':
            return [`EXPOSE ${instruction.ports.join(' ')}`];
        case 'user':
            return [`USER ${instruction.name}`];
        case 'healthcheck':
            return [
                `HEALTHCHECK --interval=30s --timeout=5s --start-period=${instruction.startPeriodSeconds}s --retries=3 \\`,
                `    CMD ${JSON.stringify(instruction.command)}`,
            ];
        case 'entrypoint':
            return [`ENTRYPOINT ${execForm(instruction.command)}`];
        case 'cmd':
            return [`CMD ${execForm(instruction.command)}`];
        case 'stopsignal':
            return [`STOPSIGNAL ${instruction.signal}`];
        case 'gap':
            return [''];
        default:
            return never(instruction);
    }
}

function execForm(words: readonly string[]): string {
    return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

function envValue(value: string): string {
    return /^[\w@%+=:,./$-]*$/.test(value) && value !== '' ? value : JSON.stringify(value);
}
