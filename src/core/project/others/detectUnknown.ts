import { noNeeds, type Detection, type Site } from '../stack';

/** What tells a language that Slipway has no recipe for; the first that a folder holds is named. */
const languages: readonly (readonly [RegExp, string])[] = [
    [/^mix\.exs$/, 'Elixir'],
    [/^gleam\.toml$/, 'Gleam'],
    [/^rebar\.config$/, 'Erlang'],
    [/^(project\.clj|deps\.edn|shadow-cljs\.edn)$/, 'Clojure'],
    [/^(build\.sbt|build\.sc|build\.mill)$/, 'Scala'],
    [/^(deno\.jsonc?|deno\.lock|(src\/)?deps\.ts)$/, 'TypeScript for Deno'],
    [/^Package\.swift$/, 'Swift'],
    [/^(stack\.yaml|cabal\.project|[^/]+\.cabal)$/, 'Haskell'],
    [/^shard\.yml$/, 'Crystal'],
    [/^pubspec\.yaml$/, 'Dart'],
    [/^(dune-project|[^/]+\.opam)$/, 'OCaml'],
    [/^[^/]+\.nimble$/, 'Nim'],
    [/^build\.zig$/, 'Zig'],
    [/^(app|plumber|server|ui)\.R$/, 'R'],
    [/^(Manifest\.toml|[^/]+\.jl)$/, 'Julia'],
    [/^(cpanfile|Makefile\.PL|Build\.PL|dist\.ini|[^/]+\.psgi|[^/]+\.(pl|cgi))$/, 'Perl'],
    [/^(src\/)?[^/]+\.(cbl|cob)$/i, 'COBOL'],
    [/^(src\/)?[^/]+\.(f90|f95|f03)$/i, 'Fortran'],
    [/^(src\/)?[^/]+\.lua$/, 'Lua'],
    [/^(CMakeLists\.txt|conanfile\.(txt|py)|vcpkg\.json|(src\/)?[^/]+\.(cpp|cc|cxx))$/, 'C++'],
    [/^(src\/)?main\.c$/, 'C'],
];

/** A folder whose language no recipe knows is told so by name, where nothing else was found in it. */
export async function detectUnknown({ folder, facts }: Site): Promise<Detection | undefined> {
    for (const [pattern, language] of [...languages, ...(await deno(folder))]) {
        const file = folder.files.find((path) => pattern.test(path));
        if (file !== undefined) {
            return {
                kind: 'none',
                findings: [
                    {
                        code: 'scaffold/unknown-language',
                        severity: 'info',
                        message: `Slipway has no recipe for ${language}. Write a Dockerfile, and Slipway builds and deploys what it says.`,
                        file: facts.locate(file),
                    },
                ],
                needs: noNeeds,
                edits: [],
                certainty: 5,
            };
        }
    }
    return undefined;
}

/** Scripts that only Deno runs name what they import by its address. */
async function deno(folder: Site['folder']): Promise<readonly (readonly [RegExp, string])[]> {
    const scripts = folder.files.filter((file) => /^(src\/)?(main|mod|index|server|app)\.(m?ts|m?js)$/.test(file)).slice(0, 4);
    const texts = await Promise.all(scripts.map((file) => folder.text(file)));
    return texts.some((text) => /\bDeno\.|from\s+["'](https:\/\/deno\.land\/|jsr:|npm:)/.test(text ?? ''))
        ? [[/^(src\/)?(main|mod|index|server|app)\.(m?ts|m?js)$/, 'TypeScript for Deno']]
        : [];
}
