import type { Profile, ProjectFinding } from '../project/profile';

/** Facts that a template may name, as `{{name}}`. */
export const templateFacts = ['entry', 'framework', 'healthPath', 'language', 'packageManager', 'port', 'runtimeVersion', 'server', 'startCommand'] as const; // prettier-ignore

export interface FilledTemplate {
    readonly content: string;
    readonly findings: readonly ProjectFinding[];
}

/** Fills a user's own template with a project's facts; `startCommand` becomes the exec form. What is not known stays as it is written, and is told. */
export function renderTemplate(text: string, path: string, profile: Profile): FilledTemplate {
    const findings: ProjectFinding[] = [];
    const lines = text.split('\n').map((line, at) =>
        line.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, name: string) => {
            const fact = templateFacts.find((known) => known === name);
            const value = fact === undefined ? undefined : profile[fact];
            if (value === undefined) {
                findings.push({
                    code: 'scaffold/template-fact-unknown',
                    severity: 'error',
                    message:
                        fact === undefined
                            ? `The template asks for ${name}, which is no fact; there are ${templateFacts.join(', ')}.`
                            : `The template asks for ${name}, which is not known of this project.`,
                    file: path,
                    line: at + 1,
                });
                return written;
            }
            return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
        }),
    );
    return { content: lines.join('\n'), findings };
}
