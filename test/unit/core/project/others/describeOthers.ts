import assert from 'node:assert/strict';
import { defaultRecipeOptions } from '../../../../../src/core/dockerfile/recipeOptions';
import { renderBlueprint } from '../../../../../src/core/dockerfile/renderBlueprint';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import type { Profile } from '../../../../../src/core/project/profile';
import { memoryFileSource } from '../memoryFileSource';

/** Of the first project; `folders` of all. `has` and `lacks` are parts of its Dockerfile, without cache mounts unless `mounted` asks for them. */
interface Expected extends Partial<Profile> {
    readonly folders?: readonly string[];
    readonly variables?: readonly string[];
    readonly required?: readonly string[];
    readonly optional?: readonly string[];
    /** `NAME=default` of those that have one. */
    readonly shown?: readonly string[];
    readonly services?: readonly string[];
    readonly writes?: readonly string[];
    readonly codes?: readonly string[];
    readonly has?: readonly string[];
    readonly lacks?: readonly string[];
    readonly mounted?: readonly string[];
}

export interface OthersRow {
    readonly title: string;
    readonly files: Readonly<Record<string, string>>;
    readonly expected: Expected;
}

/** One promise for each row, under `subject`. */
export function describeOthers(subject: string, rows: readonly OthersRow[]): void {
    describe(subject, () => {
        for (const { title, files, expected } of rows) {
            it(title, async () => {
                const projects = await detectProjects(memoryFileSource(files), {});
                const [first] = projects;
                const { has = [], lacks = [], mounted = [], ...facts } = expected;
                const rendered = (caches: 'plain' | 'mount') =>
                    first?.detection.blueprint === undefined
                        ? ''
                        : renderBlueprint(first.detection.blueprint, { ...defaultRecipeOptions, caches });
                const all = {
                    ...first?.profile,
                    folders: projects.map(({ profile }) => profile.folder).sort(),
                    variables: first?.profile.needs.variables.map(({ name }) => name),
                    codes: first?.profile.findings.map(({ code }) => code),
                    required: first?.profile.needs.variables.filter((each) => each.required).map(({ name }) => name),
                    optional: first?.profile.needs.variables.filter((each) => !each.required).map(({ name }) => name),
                    shown: first?.profile.needs.variables.flatMap((each) =>
                        each.default === undefined ? [] : [`${each.name}=${each.default}`],
                    ),
                    services: first?.profile.needs.services.map(({ kind }) => kind),
                    writes: first?.profile.needs.writes.map(({ path }) => path),
                };
                assert.deepEqual(Object.fromEntries(Object.keys(facts).map((key) => [key, all[key as keyof typeof all]])), facts);
                const plain = rendered('plain');
                assert.deepEqual(
                    has.filter((part) => !plain.includes(part)),
                    [],
                    plain,
                );
                assert.deepEqual(
                    lacks.filter((part) => plain.includes(part)),
                    [],
                    plain,
                );
                assert.deepEqual(
                    mounted.filter((part) => !rendered('mount').includes(part)),
                    [],
                    rendered('mount'),
                );
            });
        }
    });
}
