import { DockerfileParser } from 'dockerfile-ast';
import type { Profile, ProjectFinding } from '../project/profile';
import { isLoopback, openToAll } from './openToAll';
import { readDockerfile } from './readDockerfile';
import type { DockerfileFacts } from './readDockerfile';
import { withOwnUser } from './withOwnUser';
import { isOldNode, isOldPython, oldestMaintained, withRenewedBase } from './withRenewedBase';

export interface DockerfileReview {
    readonly findings: readonly ProjectFinding[];
    /** The file with what keeps it from serving in Azure put right; undefined when nothing does, or nothing can be put right by an edit. */
    readonly edited?: string;
    /** What the edit does, in one sentence. */
    readonly reason?: string;
}

/** Images that start an interpreter or a shell when the Dockerfile names no command. */
const startsNothing =
    /^(docker\.io\/)?(library\/)?(python|node|ruby|golang|rust|debian|ubuntu|alpine|eclipse-temurin|openjdk|php(?!:[\w.-]*(?:apache|fpm)))(:|@|$)/;

/** Debian's and Ubuntu's releases whose packages have left the mirrors: `apt-get update` fails there. */
const goneRelease = /[:-](wheezy|jessie|stretch|buster)\b|^(docker\.io\/)?(library\/)?debian:([789]|10)\b/;

/** Commands that keep a development container open and serve nothing. */
const idle = /^(\/bin\/)?(ba)?sh$|\bsleep infinity\b|\btail -f \/dev\/null\b/;

/**
 * Reads an existing Dockerfile with the eyes of Azure: what keeps it from serving there is an error and is put right in `edited`, everything else that
 * Slipway would do otherwise is told with its reason, offered as a `fix` where that is safe, and left as it is. `scripts` are the texts of the project's
 * files that a command may start.
 */
export function reviewDockerfile(text: string, file: string, profile: Profile, scripts: ReadonlyMap<string, string>): DockerfileReview {
    const facts = readDockerfile(text);
    const findings: ProjectFinding[] = [];
    const edits: Edit[] = [];
    const tell: Tell = (code, severity, line, message, fix) => {
        const whole = fix === undefined ? {} : { fix: { ...fix, path: file } };
        findings.push({ code: `scaffold/${code}`, severity, message, file, ...(line !== undefined && { line }), ...whole });
    };
    reviewBases(text, facts, profile, tell, edits);
    reviewCommand(text, facts, profile, scripts, tell, edits);
    const { user } = facts;
    if (facts.stages.length > 0 && (user === undefined || /^(root|0)(:|$)/.test(user.name))) {
        const content = withOwnUser(text, facts, profile);
        const fix = content === undefined ? undefined : { title: 'Run the app as a user of its own', content };
        tell('root-user', 'info', user?.line ?? facts.stages.at(-1)?.line, 'The app runs as root; Slipway would make a user for it, so that a break-in has no rights.', fix); // prettier-ignore
    }
    if (edits.length === 0) {
        return { findings };
    }
    const edited = edits
        .sort((a, b) => b.from - a.from)
        .reduce((now, edit) => now.slice(0, edit.from) + edit.text + now.slice(edit.to), text);
    // An offer is the whole file, without the edits: it is made again when those are in.
    const told = findings.map(({ code, severity, message, line }) => ({
        code,
        severity,
        message,
        file,
        ...(line !== undefined && { line }),
    }));
    return { findings: told, edited, reason: [...new Set(edits.map((edit) => edit.reason))].join(' ') };
}

interface Edit {
    readonly from: number;
    readonly to: number;
    readonly text: string;
    readonly reason: string;
}

type Tell = (
    code: string,
    severity: ProjectFinding['severity'],
    line: number | undefined,
    message: string,
    fix?: { readonly title: string; readonly content: string },
) => void;

function reviewBases(text: string, facts: DockerfileFacts, profile: Profile, tell: Tell, edits: Edit[]): void {
    const usesApt = facts.runs.some((run) => /\bapt(-get)?\s+(-\S+\s+)*(update|install)\b/.test(run.text));
    for (const { image, line } of facts.stages) {
        const prepared = Number(/(?:^|\/)tiangolo\/[\w-]+:python3\.(\d+)/.exec(image)?.[1] ?? 99);
        if (/^mcr\.microsoft\.com\/(windows|dotnet\/framework)\b/.test(image)) {
            tell('windows-base', 'error', line, `${image} is a Windows image; the targets here run Linux containers.`);
        } else if (goneRelease.test(image) && usesApt) {
            tell('base-gone', 'error', line, `${image} rests on a Debian release whose packages have left the mirrors: apt-get update fails and the image cannot be built.`); // prettier-ignore
            edits.push(...withoutRelease(text, image, line));
        } else if (prepared < oldestMaintained.python || isOldPython(image) || isOldNode(image)) {
            const better = withRenewedBase(text, facts, profile);
            const fix = better === undefined ? undefined : { title: `Build on ${better.image}`, content: better.text };
            tell('base-old', 'warning', line, `${image} gets no security fixes any more. It still serves, so it is left as it is.`, fix);
        }
    }
    const platform = /^[ \t]*FROM[ \t]+(--platform=(?:linux\/)?(?:arm|s390x|ppc64le|386|windows)\S*[ \t]+)/gim;
    for (const match of text.matchAll(platform)) {
        const from = match.index + match[0].length - (match[1] ?? '').length;
        tell('platform', 'error', lineAt(text, from), 'Azure runs linux/amd64 only; the image would fail there with "exec format error".');
        edits.push({ from, to: from + (match[1] ?? '').length, text: '', reason: 'Builds for the platform that Azure runs.' });
    }
}

/** The same image on the release that its tag stands for without a name. */
function withoutRelease(text: string, image: string, line: number): Edit[] {
    const start = offsetOfLine(text, line);
    const at = text.indexOf(image, start);
    const better = image.replace(/-(wheezy|jessie|stretch|buster)\b/, '');
    return at < 0 || better === image
        ? []
        : [{ from: at, to: at + image.length, text: better, reason: 'Moves the base image to a Debian release that still has packages.' }];
}

function reviewCommand(
    text: string,
    facts: DockerfileFacts,
    profile: Profile,
    scripts: ReadonlyMap<string, string>,
    tell: Tell,
    edits: Edit[],
): void {
    const base = facts.stages.at(-1);
    const own = ownCommand(profile, facts);
    const { command } = facts;
    if (base !== undefined && isFastCgiAlone(base.image, facts)) {
        tell('no-http', 'error', base.line, `${base.image} answers FastCGI, for a web server beside it: nothing in it answers HTTP. Set this Dockerfile aside, and Slipway writes one with Apache.`); // prettier-ignore
        return;
    }
    if (base === undefined || own === undefined) {
        return;
    }
    if (command === undefined) {
        if (startsNothing.test(base.image)) {
            tell('no-command', 'error', base.line, `No CMD says what to start, and ${base.image} starts nothing that serves.`);
            edits.push({
                from: text.length,
                to: text.length,
                text: `${text.endsWith('\n') ? '' : '\n'}CMD ${own}\n`,
                reason: 'Starts the app.',
            });
        }
        return;
    }
    const place = lastCommand(text);
    if (place === undefined) {
        return;
    }
    const replace = (reason: string, line: string) => edits.push({ from: place.from, to: place.to, text: line, reason });
    if (idle.test(command.text)) {
        tell('idle-command', 'error', command.line, `\`${command.text}\` keeps the container open and serves nothing.`);
        replace('Starts the app.', `CMD ${own}`);
        return;
    }
    const loopback = isLoopback(command.text, facts.env);
    if (loopback !== undefined) {
        tell('loopback', 'error', command.line, `${loopback}: nothing outside of the container can reach it.`);
        const opened = openToAll(place.text, profile.port ?? 8000);
        replace('Listens on all addresses.', opened === place.text ? `CMD ${own}` : opened);
        return;
    }
    const script = /^python3?(?: -u)? (?:\.\/)?([\w./-]+\.py)$/.exec(command.text)?.[1];
    const code = script === undefined ? undefined : scripts.get(script);
    if (code !== undefined && profile.server !== 'python' && /\.run\((?![^)]*host\s*=)/.test(code) && /\bFlask\b/.test(code)) {
        tell('loopback', 'error', command.line, `${script ?? ''} starts Flask's development server on 127.0.0.1: nothing outside of the container can reach it.`); // prettier-ignore
        replace(`Starts ${profile.server ?? 'the app'}, which listens on all addresses.`, `CMD ${own}`);
        return;
    }
    if (/\bflask\b.*\brun\b|\brunserver\b|\b(npm|yarn|pnpm) (run )?dev\b|\bnodemon\b|--reload\b/.test(command.text)) {
        tell('development-server', 'warning', command.line, `\`${command.text}\` is for developing; Slipway would start ${profile.server ?? 'a server made for it'}. It serves, so it is left as it is.`); // prettier-ignore
    }
}

/** PHP's image for FastCGI, which nothing in the file puts a web server or another program beside. */
function isFastCgiAlone(image: string, { runs, command }: DockerfileFacts): boolean {
    return (
        /(?:^|\/)php:[\w.-]*\bfpm\b/.test(image) &&
        (command === undefined || /\bphp-fpm[\w.]*\b/.test(command.text)) &&
        !runs.some(({ text }) =>
            /\b(nginx|apache2?|httpd|caddy|lighttpd|supervisor\w*|s6-overlay|unit|roadrunner|frankenphp)\b/.test(text),
        ) &&
        !/\b(nginx|supervisord|caddy|httpd)\b/.test(command?.text ?? '')
    );
}

/** The start command of the profile as CMD writes it, with a port where the Dockerfile sets none. */
function ownCommand(profile: Profile, facts: DockerfileFacts): string | undefined {
    const port = facts.env.has('PORT') ? '$PORT' : `\${PORT:-${profile.port ?? facts.ports[0]?.port ?? 8000}}`;
    return profile.startCommand === undefined
        ? undefined
        : `[${profile.startCommand.map((word) => JSON.stringify(word.replaceAll(/\$PORT\b/g, () => port))).join(', ')}]`;
}

/** The last CMD, or the last ENTRYPOINT when there is none, with its place in the text. */
function lastCommand(text: string): { readonly from: number; readonly to: number; readonly text: string } | undefined {
    const instructions = DockerfileParser.parse(text).getInstructions();
    const from = instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM');
    const final = instructions.slice(from + 1);
    const found =
        final.findLast((instruction) => instruction.getKeyword() === 'CMD') ??
        final.findLast((instruction) => instruction.getKeyword() === 'ENTRYPOINT');
    if (found === undefined) {
        return undefined;
    }
    const { start, end } = found.getRange();
    const at = { from: offsetOfLine(text, start.line + 1) + start.character, to: offsetOfLine(text, end.line + 1) + end.character };
    return { ...at, text: text.slice(at.from, at.to) };
}

function offsetOfLine(text: string, line: number): number {
    let offset = 0;
    for (let at = 1; at < line; at += 1) {
        offset = text.indexOf('\n', offset) + 1;
    }
    return offset;
}

function lineAt(text: string, offset: number): number {
    return text.slice(0, offset).split('\n').length;
}
