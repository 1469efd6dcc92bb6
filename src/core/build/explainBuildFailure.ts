import type { Facts } from '../../base/failure';
import type { BuildFailure } from '../failures/build';
import type { EngineFailure } from '../failures/engine';
import type { BuildJournal } from './buildJournal';
import { locateStep } from './locateStep';
import { reasonFromOutput } from './outputReasons';

export interface FailedBuild {
    /** What the builder said at the end. */
    readonly message: string;
    readonly exitCode?: number;
    readonly journal: BuildJournal;
    readonly dockerfile: string;
    readonly dockerfileText: string;
    readonly tag?: string;
}

export interface BuildExplanation {
    readonly code: BuildFailure | EngineFailure;
    readonly facts: Facts;
    /** A path that the build did not find in its context: whether it is ignored or absent is for the caller to look up. */
    readonly missing?: string;
}

/** Why a build failed, with the instruction and its line where they can be told. */
export function explainBuildFailure(build: FailedBuild): BuildExplanation {
    const { journal, dockerfile: file, dockerfileText } = build;
    const message = build.message
        .replace(/^failed to solve(?: with frontend \S+)?: (?:rpc error: code = \w+ desc = )?/, '')
        .replace(/^failed to create LLB definition: /, '');
    const step = journal.failedStep ?? journal.steps.findLast(({ state }) => state === 'running');
    const location = step && locateStep(dockerfileText, step);
    const stepError = step?.error ?? '';
    const at = { file, ...(location === undefined ? {} : { line: location.line, instruction: location.instruction, text: location.text }) };

    const syntax = /dockerfile parse error(?: on)? line (\d+): (.*)/i.exec(message);
    if (syntax !== null) {
        return { code: 'build/dockerfile-invalid', facts: { file, line: Number(syntax[1]), reason: sentence(syntax[2] ?? '') } };
    }
    if (
        /file with no instructions|the Dockerfile .* cannot be empty|no build stage in current context|unknown instruction/i.test(message)
    ) {
        return { code: 'build/dockerfile-invalid', facts: { file, line: 1, reason: sentence(message) } };
    }
    if (/invalid reference format|invalid tag/i.test(message) && build.tag !== undefined && step === undefined) {
        return { code: 'build/bad-tag', facts: { tag: build.tag, reason: sentence(message) } };
    }
    const secret = /secret ([\w.-]+)(?:: not found| not found)/.exec(`${stepError}\n${message}`)?.[1];
    if (secret !== undefined) {
        return { code: 'build/secret-missing', facts: { ...at, secret } };
    }
    const from = location?.instruction === 'FROM' ? /^FROM\s+(?:--\S+\s+)*(\S+)/i.exec(location.text)?.[1] : undefined;
    const base = baseImage(`${stepError}\n${message}`, step?.name ?? '', from);
    if (base !== undefined) {
        const line = lineOfImage(dockerfileText, base.image);
        return { code: 'build/base-image', facts: { file, ...(line === undefined ? {} : { line, instruction: 'FROM' }), ...base } };
    }
    if (/no space left on device/i.test(`${message}\n${stepError}`)) {
        return { code: 'engine/no-space', facts: { ...at, reason: sentence(message) } };
    }
    const missing = missingPath(`${stepError}\n${message}`);
    if (missing !== undefined) {
        const line = location === undefined ? lineOfSource(dockerfileText, missing) : {};
        return {
            code: 'build/step-failed',
            facts: {
                ...at,
                ...line,
                missing,
                kind: 'file',
                reason: `${missing} is not in the build context.`,
                advice: 'Correct the path and build again.',
            },
            missing,
        };
    }
    const exitCode = build.exitCode ?? exitCodeOf(`${stepError}\n${message}`);
    const output = [...journal.lastLines, stepError, message].join('\n');
    const known = reasonFromOutput(output);
    // That the disk is full is said anyway; which program met it says more.
    const full = known?.kind === 'space' ? output.split('\n').find((line) => /no space left on device/i.test(line)) : undefined;
    return {
        // A full disk has its own remedies, whichever line it hit.
        code: known?.kind === 'space' ? 'engine/no-space' : location === undefined ? 'build/failed' : 'build/step-failed',
        facts: {
            ...at,
            ...(exitCode === undefined ? {} : { exitCode }),
            kind: known?.kind ?? 'other',
            reason:
                (full === undefined ? known?.reason : sentence(full)) ??
                (exitCode === 137
                    ? 'The step was killed, usually because it ran out of memory.'
                    : (lastWords(journal.lastLines) ?? sentence(message))),
            advice: known?.advice ?? 'See the output for what the step wrote.',
        },
    };
}

/** What to say about a path that is not in the context. */
export function missingFileWords(
    missing: string,
    place:
        | { readonly kind: 'sent' }
        | { readonly kind: 'ignored'; readonly file: string; readonly line: number; readonly rule: string }
        | { readonly kind: 'absent'; readonly similar?: string },
): { readonly reason: string; readonly advice: string } {
    switch (place.kind) {
        case 'ignored':
            return {
                reason: `${missing} is there, but line ${place.line.toString()} of ${place.file} (${place.rule}) keeps it out of the build.`,
                advice: `Change that line, or add !${missing} after it.`,
            };
        case 'absent':
            return place.similar === undefined
                ? { reason: `There is no ${missing} in the folder that is built.`, advice: 'Correct the path, or add the file.' }
                : {
                      reason: `There is no ${missing}, but there is ${place.similar}: names differ in case on Linux.`,
                      advice: `Write ${place.similar} instead.`,
                  };
        case 'sent':
            return {
                reason: `${missing} was not found by the builder.`,
                advice: 'Build again; if it persists, rebuild without the cache.',
            };
    }
}

function baseImage(
    text: string,
    step: string,
    from: string | undefined,
): { readonly image: string; readonly reason: string; readonly advice: string } | undefined {
    const atMetadata = /load metadata for (\S+)/.exec(step)?.[1] ?? /failed to resolve source metadata for (\S+?):? /.exec(text)?.[1];
    const denied = /pull access denied(?: for (\S+?))?,/.exec(text);
    const unknown = /manifest for (\S+) not found|(\S+): not found$/m.exec(text);
    const image =
        from ??
        atMetadata ??
        denied?.[1] ??
        /manifest for (\S+) not found/.exec(text)?.[1] ??
        (step.includes('FROM ') ? unknown?.[2] : undefined);
    if (image === undefined) {
        return undefined;
    }
    const name = image.replace(/^docker\.io\/(library\/)?/, '');
    if (/no match for platform|no matching manifest/i.test(text)) {
        return { image: name, reason: 'It does not exist for this processor.', advice: 'Choose another platform or another base image.' };
    }
    if (/toomanyrequests|rate limit/i.test(text)) {
        return {
            image: name,
            reason: 'The registry limits downloads, and the limit is reached.',
            advice: 'Sign in to the registry, or wait and build again.',
        };
    }
    if (/dial tcp|i\/o timeout|no such host|connection refused|TLS handshake|x509|EOF/i.test(text)) {
        return {
            image: name,
            reason: 'The registry cannot be reached.',
            advice: 'Check the network of the engine and its proxy settings, then build again.',
        };
    }
    if (/unauthorized|access denied|authorization failed|no active session/i.test(text)) {
        return {
            image: name,
            reason: 'It does not exist, or your account may not read it.',
            advice: 'Check its name, or sign in to its registry.',
        };
    }
    return { image: name, reason: 'The registry has no such image.', advice: 'Check its name and tag in FROM.' };
}

function missingPath(text: string): string | undefined {
    const found =
        /"([^"]+)":? not found/.exec(text)?.[1] ??
        /(?:COPY|ADD) failed: (?:file not found in build context or excluded by \.dockerignore: )?(?:stat|lstat) (?:\S*docker-builder\d+\/)?(\S+?): (?:file does not exist|no such file)/.exec(
            text,
        )?.[1] ??
        /failed to (?:walk|compute cache key|calculate checksum)[^\n]*?(?:lstat|stat) \S*?\/(?:buildkit-mount\d+|snapshots\/\d+\/fs)\/(\S+?): no such file/.exec(
            text,
        )?.[1] ??
        /COPY failed: no source files were specified()/.exec(text)?.[1];
    return found?.replace(/^\//, '');
}

function exitCodeOf(text: string): number | undefined {
    const code = /exit code: (\d+)|returned a non-zero code: (\d+)/.exec(text);
    return code === null ? undefined : Number(code[1] ?? code[2]);
}

function lineOfImage(dockerfile: string, image: string): number | undefined {
    const bare = image.replace(/:latest$/, '');
    const index = dockerfile.split('\n').findIndex((line) => /^\s*FROM\s/i.test(line) && line.includes(bare));
    return index < 0 ? undefined : index + 1;
}

function lineOfSource(dockerfile: string, source: string): { readonly line?: number; readonly instruction?: string } {
    const lines = dockerfile.split('\n');
    const index = lines.findIndex((line) => /^\s*(COPY|ADD)\s/i.test(line) && line.includes(source));
    return index < 0 ? {} : { line: index + 1, instruction: /^\s*(\w+)/.exec(lines[index] ?? '')?.[1]?.toUpperCase() ?? 'COPY' };
}

/** The last line that says something; error lines before plain ones. */
function lastWords(lines: readonly string[]): string | undefined {
    const plain = lines.map((line) => stripEscapes(line).trim()).filter((line) => line !== '');
    const line = plain.findLast((text) => /\b(error|fatal|failed|cannot|not found)\b/i.test(text)) ?? plain.at(-1);
    return line === undefined ? undefined : sentence(line);
}

function stripEscapes(text: string): string {
    // eslint-disable-next-line no-control-regex
    return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}

function sentence(text: string): string {
    const clean = stripEscapes(text).trim().slice(0, 300);
    return /[.!?]$/.test(clean) ? clean : `${clean}.`;
}
