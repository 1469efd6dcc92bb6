import type { Dockerfile, Step } from '../dockerfile';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';
import { aptInstall } from './aptInstall';
import { appUser, header, makeAppUser, useAppUser } from './appUser';

/** A Go module: one binary. */
export interface GoBlueprint {
    readonly stack: 'go';
    readonly version: string;
    /** The package to build, such as `./cmd/server`. */
    readonly package: string;
    /** godeps: before modules, with what it needs in `Godeps/_workspace`. none: nothing says what it needs but its imports. */
    readonly module: 'module' | 'godeps' | 'none';
    readonly sum: 'sum' | 'none';
    readonly cgo: 'cgo' | 'static';
    /** Folders with files that the app reads while it runs. */
    readonly folders: readonly string[];
    readonly port: number;
    readonly demands: Demands;
}

/** What the code insists on beside its needs. */
export interface Demands {
    /** The variable that it takes the port from, when it is not PORT. */
    readonly portVariable?: string;
    /** listened: the code says that it listens where that variable says. named: only its name speaks for it. */
    readonly portIs?: 'listened' | 'named';
    /** The code listens where the variable says as it is, so that it holds `:8080`. */
    readonly portForm?: 'address';
    /** Files of variables that it stops without, or knows no variables without, although those of the container win over them. */
    readonly envFiles: readonly string[];
    /** The variables that are only taken from the container when such a file names them, too. */
    readonly envNames?: readonly string[];
    /** It takes variables from its file alone, which is made of the container's when it starts. */
    readonly environment?: 'file';
}

/** A Cargo package: one binary. */
export interface RustBlueprint {
    readonly stack: 'rust';
    readonly version: string;
    readonly binary: string;
    readonly locked: 'locked' | 'unlocked';
    readonly folders: readonly string[];
    readonly openssl: 'openssl' | 'none';
    /** Debian's names of the libraries of databases that the binary is linked to. */
    readonly clients: readonly string[];
    /** Its dependencies can be built before its source is there: in a layer of their own where nothing else keeps them. */
    readonly dependencies?: 'first';
    /** Rocket listens on localhost, on a port of its own, unless its variables say otherwise. */
    readonly rocket?: 'rocket';
    readonly port: number;
    readonly demands: Demands;
}

export function goDockerfile(blueprint: GoBlueprint, options: RecipeOptions): Dockerfile {
    const caches = [{ path: '/go/pkg/mod' }, { path: '/root/.cache/go-build' }];
    const modules: Step[] =
        blueprint.module === 'godeps'
            ? [{ kind: 'env', values: { GO111MODULE: 'off', GOPATH: '/src/Godeps/_workspace' } }]
            : blueprint.module === 'none'
              ? []
              : [
                    {
                        kind: 'copy',
                        sources: blueprint.sum === 'sum' ? ['go.mod', 'go.sum'] : ['go.mod'],
                        target: './',
                        comment: 'Only what downloading reads, so that the layer below is made again only when it changes.',
                    },
                    { kind: 'run', commands: ['go mod download'], caches: [{ path: '/go/pkg/mod' }] },
                ];
    return {
        header,
        stages: [
            {
                image: imageName(`golang:${blueprint.version}`, options),
                name: 'build',
                comment: 'Pinned to the minor version of the language that go.mod names; the last number is left open for security fixes.',
                steps: [
                    { kind: 'gap' },
                    { kind: 'workdir', path: '/src' },
                    ...modules,
                    { kind: 'copy', sources: ['.'], target: '.' },
                    {
                        kind: 'run',
                        commands: [
                            ...(blueprint.module === 'none' ? ['go mod init app', 'go mod tidy'] : []),
                            `CGO_ENABLED=${blueprint.cgo === 'cgo' ? '1' : '0'} go build ${blueprint.module === 'none' ? '-mod=mod ' : ''}-trimpath -ldflags="-s -w" -o /out/server ${blueprint.package}`,
                        ],
                        caches,
                        ...(blueprint.module === 'none' && {
                            comment:
                                'No go.mod says which modules the code needs; Go finds out from its imports, and minds no folder of an older tool.',
                        }),
                    },
                ],
            },
            binaryStage(options, '/out/server', blueprint, ['tzdata']),
        ],
    };
}

export function rustDockerfile(blueprint: RustBlueprint, options: RecipeOptions): Dockerfile {
    const flags = blueprint.locked === 'locked' ? ' --locked' : '';
    const first = blueprint.dependencies === 'first' && options.caches === 'plain';
    return {
        header,
        stages: [
            {
                image: imageName(`rust:${blueprint.version}`, options),
                name: 'build',
                comment: 'Pinned to a minor version, so that a new compiler does not change the build by itself.',
                steps: [
                    { kind: 'gap' },
                    { kind: 'workdir', path: '/src' },
                    ...(first ? dependencySteps(flags) : []),
                    { kind: 'copy', sources: ['.'], target: '.' },
                    {
                        kind: 'run',
                        commands: [
                            ...(first ? ['touch src/main.rs'] : []),
                            `cargo build --release${flags} --bin ${blueprint.binary}`,
                            `install -D target/release/${blueprint.binary} /out/server`,
                        ],
                        caches: [{ path: '/usr/local/cargo/registry' }, { path: '/src/target' }],
                        comment: first
                            ? 'Cargo goes by the time of a file, and the empty program above is newer than yours.'
                            : 'The folder of build results is kept between builds, so that only what changed is compiled.',
                    },
                ],
            },
            binaryStage(
                options,
                '/out/server',
                blueprint,
                [...(blueprint.openssl === 'openssl' ? ['libssl3'] : []), ...blueprint.clients],
                blueprint.rocket,
            ),
        ],
    };
}

/** An empty program with the same dependencies: Cargo has no command that builds those alone. */
function dependencySteps(flags: string): Step[] {
    return [
        {
            kind: 'copy',
            sources: ['Cargo.toml', 'Cargo.lock'],
            target: './',
            comment: 'Only what says the dependencies, so that the layer below is made again only when they change.',
        },
        { kind: 'run', commands: ['mkdir src', "echo 'fn main() {}' > src/main.rs", `cargo build --release${flags}`] },
    ];
}

/** The binary alone on Debian, with the certificates that calls to the outside need. */
function binaryStage(
    options: RecipeOptions,
    binary: string,
    { folders, port, demands }: Pick<GoBlueprint, 'folders' | 'port' | 'demands'>,
    packages: readonly string[],
    rocket?: 'rocket',
): Dockerfile['stages'][number] {
    return {
        image: imageName('debian:trixie-slim', options),
        steps: [
            { kind: 'gap' },
            ...aptInstall(
                ['ca-certificates', ...packages],
                packages.includes('tzdata')
                    ? 'Certificates for calls to the outside, and the time zones of the world.'
                    : 'Certificates for calls to the outside.',
            ),
            makeAppUser,
            { kind: 'env', values: { PORT: String(port), ...(rocket !== undefined && { ROCKET_ADDRESS: '0.0.0.0' }) } },
            { kind: 'workdir', path: '/app' },
            { kind: 'copy', sources: [binary], target: '/app/server', from: 'build' },
            ...folders.map((folder): Step => ({ kind: 'copy', sources: [folder], target: `./${folder}`, owner: appUser })),
            ...emptyFiles(demands),
            { kind: 'gap' },
            useAppUser,
            { kind: 'expose', ports: [port] },
            rocket === undefined
                ? {
                      kind: 'cmd',
                      command: binaryCommand(demands),
                      ...(demands.environment === 'file'
                          ? {
                                comment:
                                    "The code looks for its variables in this file alone, so that it is made of the container's; exec hands signals to the server itself.",
                            }
                          : demands.portVariable !== undefined && {
                                comment: 'The code has a variable of its own for the port; exec hands signals to the server itself.',
                            }),
                  }
                : {
                      kind: 'cmd',
                      command: ['sh', '-c', 'exec env ROCKET_PORT=$PORT /app/server'],
                      comment: 'Rocket has a variable of its own for the port; exec hands signals to the server itself.',
                  },
        ],
    };
}

/** awk's program for a line of each variable, quoted; one of several lines, as a key is, has to be one line. */
const writesVariables = String.raw`BEGIN { for (k in ENVIRON) { v = ENVIRON[k]; q = "\047"; if (gsub(/\n/, "\\n", v)) q = "\042"; print k "=" q v q } }`;

/** How the binary is started on `$PORT`, unless a setting of its own says otherwise. */
export function binaryCommand({ portVariable, portForm, environment, envFiles }: Demands): readonly string[] {
    const port = portForm === 'address' ? ':$PORT' : '$PORT';
    const value = portVariable === 'PORT' ? port : `\${${portVariable ?? ''}:-${port}}`;
    if (environment === 'file') {
        const given = portVariable === undefined ? '' : `export ${portVariable}="${value}" && `;
        return ['sh', '-c', `${given}awk '${writesVariables}' > ${envFiles[0] ?? '.env'} && exec /app/server`];
    }
    return portVariable === undefined ? ['/app/server'] : ['sh', '-c', `exec env ${portVariable}=${value} /app/server`];
}

function emptyFiles({ envFiles, envNames = [], environment }: Demands): Step[] {
    const files = environment === 'file' ? [] : envFiles;
    const folders = [...new Set(files.filter((file) => file.includes('/')).map((file) => file.slice(0, file.lastIndexOf('/'))))];
    const made =
        envNames.length === 0 ? [`touch ${files.join(' ')}`] : files.map((file) => `printf '%s=\\n' ${envNames.join(' ')} > ${file}`);
    return files.length === 0
        ? []
        : [
              {
                  kind: 'run',
                  commands: [...(folders.length === 0 ? [] : [`mkdir -p ${folders.join(' ')}`]), ...made],
                  comment:
                      envNames.length === 0
                          ? 'The code stops without this file; what it needs comes from the variables of the container.'
                          : 'The code takes from the variables of the container what this file names.',
              },
          ];
}
