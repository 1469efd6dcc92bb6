import { DockerfileParser, JSONInstruction, type Instruction } from 'dockerfile-ast';
import { installCommands, sshComment, startCommands, startComment, startLines, startProgramPath } from './appServiceSsh';

export type SshLayer =
    | { readonly kind: 'edited'; readonly text: string }
    /** there: the file names sshd or its port already. no-command: it starts nothing of its own, so that nothing can be started beside sshd. */
    | { readonly kind: 'there' | 'no-command' | 'user' }
    /** An image without apt-get, such as Alpine or a distroless one. */
    | { readonly kind: 'base'; readonly image: string };

/** Images that have no apt-get; a name that says nothing is taken for Debian's or Ubuntu's. */
const otherBase =
    /scratch|distroless|alpine|busybox|chiseled|wolfi|chainguard|fedora|centos|rockylinux|almalinux|amazonlinux|\bubi\d|azurelinux|mariner/i;

/**
 * Adds the sshd that App Service's SSH connects to at the end of a Dockerfile that is there, whatever wrote it. The app keeps its command and its user: the
 * container starts as root in a program of a few lines, which starts sshd on App Service alone and hands over. Pure; never throws.
 */
export function addSshLayer(text: string): SshLayer {
    const instructions = DockerfileParser.parse(text).getInstructions();
    const from = instructions.findLastIndex((one) => one.getKeyword() === 'FROM');
    const stage = instructions.slice(from + 1);
    const last = (keyword: string) => stage.findLast((one) => one.getKeyword() === keyword);
    const [entrypoint, command, user] = [last('ENTRYPOINT'), last('CMD'), last('USER')?.getArguments()[0]?.getValue()];
    if (/openssh|\bsshd\b|\b2222\b/.test(stage.map((one) => one.getTextContent()).join('\n'))) {
        return { kind: 'there' };
    }
    const image = baseOf(instructions, from);
    if (image === '' || otherBase.test(image)) {
        return { kind: 'base', image };
    }
    if (entrypoint === undefined && command === undefined) {
        return { kind: 'no-command' };
    }
    if (user !== undefined && !/^[\w][\w.-]*(?::[\w][\w.-]*)?$/.test(user)) {
        return { kind: 'user' };
    }
    const kept = entrypoint === undefined ? text : without(text, entrypoint);
    const start = [startProgramPath, ...(entrypoint === undefined ? [] : words(entrypoint))];
    const layer = [
        ...comment(sshComment),
        ...(user === undefined ? [] : ['USER root']),
        run(installCommands),
        ...comment(startComment),
        run(startCommands(startLines(handOver(user)))),
        'EXPOSE 2222',
        `ENTRYPOINT ${JSON.stringify(start)}`,
    ];
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    return { kind: 'edited', text: `${kept.trimEnd()}\n\n${layer.join('\n')}\n`.replaceAll(/\r?\n/g, newline) };
}

/** The image that the stage at `from` rests on, through stages that build on each other. */
function baseOf(instructions: readonly Instruction[], from: number): string {
    const named = (at: number) =>
        (instructions[at]?.getArguments() ?? []).map((one) => one.getValue()).filter((word) => !word.startsWith('--'));
    const [image = ''] = named(from);
    const earlier = instructions.findLastIndex(
        (one, at) => at < from && one.getKeyword() === 'FROM' && named(at)[2]?.toLowerCase() === image.toLowerCase(),
    );
    return earlier < 0 ? image : baseOf(instructions, earlier);
}

function handOver(user: string | undefined): readonly string[] {
    const [name = '', group = ''] = (user ?? 'root').split(':');
    if (/^(?:root|0)$/.test(name)) {
        return ['exec "$@"'];
    }
    return [
        `uid=$(id -u ${name} 2> /dev/null || echo ${name})`,
        group === '' ? `gid=$(id -g ${name} 2> /dev/null || echo 0)` : `gid=$(getent group ${group} | cut -d: -f3)`,
        'chown "$uid" /dev/stdout /dev/stderr 2> /dev/null',
        'HOME=$(getent passwd "$uid" | cut -d: -f6)',
        'export HOME',
        'groups=--clear-groups; if [ -n "$HOME" ]; then groups=--init-groups; fi',
        `exec setpriv --reuid="$uid" --regid="\${gid:-${/^\d+$/.test(group) ? group : '0'}}" "$groups" -- "$@"`,
    ];
}

/** The program and its arguments; the shell form is a shell's command. */
function words(instruction: Instruction): readonly string[] {
    const strings = instruction instanceof JSONInstruction ? instruction.getJSONStrings().map((one) => one.getJSONValue()) : [];
    return strings.length > 0 ? strings : ['/bin/sh', '-c', instruction.getArgumentsContent() ?? ''];
}

function without(text: string, instruction: Instruction): string {
    const { start, end } = instruction.getRange();
    const lines = text.split('\n');
    return [...lines.slice(0, start.line), ...lines.slice(end.line + 1)].join('\n');
}

function run(commands: readonly string[]): string {
    return `RUN ${commands.join(' \\\n    && ')}`;
}

function comment(text: string): readonly string[] {
    return text.split('\n').map((line) => `# ${line}`);
}
