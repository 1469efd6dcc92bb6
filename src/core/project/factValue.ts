import type { SettableFact } from './factSheet';

/** Why a value is none of a fact; `known` are the values that it can have. */
export type WrongValue =
    { readonly is: 'empty' | 'port' | 'path' | 'version' } | { readonly is: 'unknown'; readonly known: readonly string[] };

/** The facts of which every value is known; docs/containerize-json.md lists them. A framework may be one of the user's own. */
export const knownValues: Readonly<Partial<Record<SettableFact, readonly string[]>>> = {
    kind: ['web', 'worker', 'library', 'none'],
    language: ['Python', 'JavaScript', 'TypeScript', 'C#', 'F#', 'Visual Basic', 'Java', 'Kotlin', 'Go', 'PHP', 'Ruby', 'Rust', 'HTML'],
    server: ['gunicorn', 'waitress', 'uvicorn', 'hypercorn', 'daphne', 'granian', 'sanic', 'streamlit', 'chainlit', 'panel', 'reflex', 'func', 'python', 'node', 'bun', 'serve', 'dotnet', 'java', 'tomcat', 'apache', 'puma', 'unicorn', 'thin', 'rackup', 'ruby', 'binary', 'nginx'],
    packageManager: ['pip', 'pip-tools', 'uv', 'poetry', 'pdm', 'pipenv', 'conda', 'npm', 'yarn', 'pnpm', 'bun', 'nuget', 'maven', 'gradle', 'go', 'composer', 'bundler', 'cargo', 'none'],
}; // prettier-ignore

/** What somebody states of a fact, in the spelling that detection has; what it can not be is told, so that no image is made of a slip of the pen. */
export function readFactValue(fact: SettableFact, text: string): string | WrongValue {
    const value = text.trim();
    if (value === '') {
        return { is: 'empty' };
    }
    const known = knownValues[fact];
    if (known !== undefined) {
        return known.find((each) => each.toLowerCase() === value.toLowerCase()) ?? { is: 'unknown', known };
    }
    switch (fact) {
        case 'port':
            return /^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535 ? value : { is: 'port' };
        case 'healthPath':
            return /^\/[^\s"'\\]*$/.test(value) ? value : { is: 'path' };
        case 'runtimeVersion':
            return /^\d+(\.\d+){0,2}$/.test(value) ? value : { is: 'version' };
        default:
            return value;
    }
}
