import { isSecretName } from '../../../base/redact';
import { isInlinedName } from '../../../core/build/publicVariables';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Property, Step } from '../dockerfile/step';
import type { Fix } from '../finding';
import type { Rule } from '../rule';

/** Names that hold the word but no secret. */
const harmless =
    /(_FILE|_PATH|_URL|_URI|_DIR|_NAME|_TTL|_EXPIR\w*|_LENGTH|_ALGORITHM|_HEADER|_ENABLED|_VERSION)$|^(TOKENIZERS?_|MAX_TOKENS|.*_MAX_TOKENS|PASSWORD_HASHERS|AUTHORIZATION_ENDPOINT|DOTNET_.*|NUGET_.*|PIP_.*)/i;
const placeholder = /^(|""|''|change-?me|replace-?me|your[-_].*|xxx+|<.*>|\*+|true|false|none|null|\d|dummy|example)$/i;

export const secretInEnv: Rule<DockerfileDocument> = {
    code: 'dockerfile/secret-in-env',
    title: 'A secret in ENV or ARG',
    severity: 'error',
    why: 'Whoever can pull the image can read it with docker history or docker inspect, and so can everybody who gets at the registry. App settings, Key Vault references and build secrets (RUN --mount=type=secret) stay out of the image.',
    fix: 'offered',
    *check(document) {
        for (const step of document.model.steps) {
            for (const property of step.keyword === 'ENV' || step.keyword === 'ARG' ? step.properties() : []) {
                if (isSecret(step, property)) {
                    yield {
                        span: property,
                        message:
                            step.keyword === 'ENV'
                                ? `${property.name} becomes part of the image, for everybody who can pull it. Set it as an app setting instead.`
                                : `${property.name} stays readable in the image's history. Use RUN --mount=type=secret instead.`,
                        fixes: fixesFor(document.text, step),
                    };
                }
            }
        }
    },
};

function isSecret(step: Step, { name, value }: Property): boolean {
    // What a build takes into its pages is shown to every visitor, whatever it is called; an argument is how the build is told.
    const named = isSecretName(name) && !harmless.test(name) && !(step.keyword === 'ARG' && isInlinedName(name));
    if (step.keyword === 'ARG' && (value === undefined || placeholder.test(value))) {
        return named && value === undefined;
    }
    return value !== undefined && ((named && !value.includes('$') && !placeholder.test(value)) || carriesPassword(value));
}

/** A password inside an address, whatever the variable is called. */
function carriesPassword(value: string): boolean {
    return (
        /:\/\/[^\s:/@$]*:[^\s@/${}]{3,}@/.test(value) &&
        !/:\/\/[^\s:/@]*:(password|postgres|example)@(localhost|127\.0\.0\.1|db|postgres)/i.test(value)
    );
}

function fixesFor(text: string, step: Step): readonly Fix[] {
    if (step.properties().length !== 1) {
        return [];
    }
    const end = /^[^\n]*\n/.exec(text.slice(step.end))?.[0].length ?? 0;
    return [
        {
            title: 'Remove it from the image',
            standing: 'offered',
            edits: [{ span: { start: step.start, end: step.end + end }, newText: '' }],
        },
    ];
}
