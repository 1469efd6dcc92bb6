import type { Blueprint } from '../../../../src/core/dockerfile/blueprint';
import { defaultRecipeOptions } from '../../../../src/core/dockerfile/recipeOptions';
import { renderBlueprint } from '../../../../src/core/dockerfile/renderBlueprint';
import { detectProjects } from '../../../../src/core/project/detectProjects';
import type { Profile } from '../../../../src/core/project/profile';
import { memoryFileSource } from './memoryFileSource';

/** A project in miniature, and what detection says of it. */
export interface Row {
    readonly title: string;
    readonly files: Readonly<Record<string, string>>;
    readonly expected: Expected;
}

/** Of the first project; `folders` of all. A line of `dockerfile` is part of one that is made; one that starts with `!` is in none. */
type Expected = Partial<Profile> & {
    readonly folders?: readonly string[];
    readonly services?: readonly string[];
    /** Each service with the variable that says where it is. */
    readonly placed?: readonly string[];
    readonly variables?: readonly string[];
    readonly dockerfile?: readonly string[];
    readonly codes?: readonly string[];
    /** The file and line that the port was read from. */
    readonly portPlace?: string;
};

/** What detection sees in the files, of what is expected. */
export async function seen(files: Row['files'], expected: Expected): Promise<object> {
    const projects = await detectProjects(memoryFileSource(files), {});
    const [first] = projects;
    const profile = first?.profile;
    const lines = rendered(first?.detection.blueprint);
    const all = {
        ...profile,
        folders: projects.map(({ profile: each }) => each.folder).sort(),
        services: profile?.needs.services.map(({ kind }) => kind),
        placed: profile?.needs.services.map(({ kind, variable }) => `${kind} of ${variable ?? 'nothing'}`),
        variables: profile?.needs.variables.map(({ name }) => name),
        codes: profile?.findings.map(({ code }) => code),
        portPlace: profile?.evidence.filter(({ fact }) => fact === 'port').map(({ file, line }) => `${file}:${line ?? 0}`)[0],
        dockerfile: expected.dockerfile?.map((part) =>
            part.startsWith('!')
                ? (lines.find((line) => line.includes(part.slice(1))) ?? part)
                : (lines.find((line) => line.includes(part)) ?? 'absent'),
        ),
    };
    return Object.fromEntries(Object.keys(expected).map((key) => [key, all[key as keyof typeof all]]));
}

function rendered(blueprint: Blueprint | undefined): readonly string[] {
    return blueprint === undefined
        ? []
        : renderBlueprint(blueprint, { ...defaultRecipeOptions, caches: 'plain' })
              .split('\n')
              .map((line) => line.trim());
}
