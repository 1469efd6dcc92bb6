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
    readonly module: 'module' | 'none';
    readonly sum: 'sum' | 'none';
    readonly cgo: 'cgo' | 'static';
    /** Folders with files that the app reads while it runs. */
    readonly folders: readonly string[];
    readonly port: number;
}

/** A Cargo package: one binary. */
export interface RustBlueprint {
    readonly stack: 'rust';
    readonly version: string;
    readonly binary: string;
    readonly locked: 'locked' | 'unlocked';
    readonly folders: readonly string[];
    readonly openssl: 'openssl' | 'none';
    /** Rocket listens on localhost, on a port of its own, unless its variables say otherwise. */
    readonly rocket?: 'rocket';
    readonly port: number;
}

export function goDockerfile(blueprint: GoBlueprint, options: RecipeOptions): Dockerfile {
    const caches = [{ path: '/go/pkg/mod' }, { path: '/root/.cache/go-build' }];
    const modules: Step[] =
        blueprint.module === 'none'
            ? [{ kind: 'env', values: { GO111MODULE: 'off' } }]
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
                            `CGO_ENABLED=${blueprint.cgo === 'cgo' ? '1' : '0'} go build -trimpath -ldflags="-s -w" -o /out/server ${blueprint.package}`,
                        ],
                        caches,
                    },
                ],
            },
            binaryStage(options, '/out/server', blueprint.folders, blueprint.port, ['tzdata']),
        ],
    };
}

export function rustDockerfile(blueprint: RustBlueprint, options: RecipeOptions): Dockerfile {
    const flags = blueprint.locked === 'locked' ? ' --locked' : '';
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
                    { kind: 'copy', sources: ['.'], target: '.' },
                    {
                        kind: 'run',
                        commands: [
                            `cargo build --release${flags} --bin ${blueprint.binary}`,
                            `install -D target/release/${blueprint.binary} /out/server`,
                        ],
                        caches: [{ path: '/usr/local/cargo/registry' }, { path: '/src/target' }],
                        comment: 'The folder of build results is kept between builds, so that only what changed is compiled.',
                    },
                ],
            },
            binaryStage(
                options,
                '/out/server',
                blueprint.folders,
                blueprint.port,
                blueprint.openssl === 'openssl' ? ['libssl3'] : [],
                blueprint.rocket,
            ),
        ],
    };
}

/** The binary alone on Debian, with the certificates that calls to the outside need. */
function binaryStage(
    options: RecipeOptions,
    binary: string,
    folders: readonly string[],
    port: number,
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
            { kind: 'gap' },
            useAppUser,
            { kind: 'expose', ports: [port] },
            rocket === undefined
                ? { kind: 'cmd', command: ['/app/server'] }
                : {
                      kind: 'cmd',
                      command: ['sh', '-c', 'exec env ROCKET_PORT=$PORT /app/server'],
                      comment: 'Rocket has a variable of its own for the port; exec hands signals to the server itself.',
                  },
        ],
    };
}
