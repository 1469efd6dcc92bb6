import type { Dockerfile, Step } from '../dockerfile';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';

/** How a Python app is built and started. */
export interface PythonBlueprint {
    readonly stack: 'python';
    /** Such as `3.13`. */
    readonly version: string;
    /** Why that version, for the comment. */
    readonly versionReason: string;
    readonly install: PythonInstall;
    /** Debian packages that building the dependencies needs; not in the final image. */
    readonly buildPackages: readonly string[];
    /** Debian packages that the app needs while it runs. */
    readonly systemPackages: readonly string[];
    /** Commands that run once when the image is built, after the code is in place (collectstatic, …). */
    readonly prepare: readonly { readonly command: string; readonly comment: string }[];
    /** The folder to start in, relative to the app's root; '' is the root. */
    readonly directory: string;
    readonly env: Readonly<Record<string, string>>;
    /** Shell words after `exec`; may use `$PORT`. */
    readonly command: string;
    readonly port: number;
    /** Folders that the app writes to, relative to the app's root. */
    readonly writable: readonly string[];
}

export interface PythonInstall {
    readonly kind: 'requirements';
    readonly file: string;
    readonly files: readonly string[];
    readonly hashed: boolean;
    /** Added by the Dockerfile itself, because the list cannot be edited. */
    readonly extra: readonly string[];
}

const user = '10001:10001';
const pipCache = { path: '/root/.cache/pip', plainEnv: 'PIP_NO_CACHE_DIR=1' };

/** Two stages: dependencies go into a virtual environment that the final image copies, without compilers and caches. */
export function pythonDockerfile(blueprint: PythonBlueprint, options: RecipeOptions): Dockerfile {
    const image = imageName(`python:${blueprint.version}-slim`, options);
    return {
        header: ['Made by Slipway. It is yours now: edit it as you like.'],
        stages: [
            {
                image,
                name: 'build',
                comment: `Pinned to a minor version, because packages are built for one: ${blueprint.versionReason}.\nThe last number is left open for security fixes.`,
                steps: buildSteps(blueprint),
            },
            { image, steps: finalSteps(blueprint) },
        ],
    };
}

function buildSteps(blueprint: PythonBlueprint): Step[] {
    return [
        { kind: 'gap' },
        ...(blueprint.buildPackages.length === 0
            ? []
            : [
                  { ...apt(blueprint.buildPackages), comment: 'Some dependencies are compiled; the compiler stays in this stage.' },
                  { kind: 'gap' as const },
              ]),
        { kind: 'run', commands: ['python -m venv /opt/venv'] },
        { kind: 'env', values: { PATH: '/opt/venv/bin:$PATH', PIP_DISABLE_PIP_VERSION_CHECK: '1' } },
        { kind: 'workdir', path: '/app' },
        ...installSteps(blueprint.install),
    ];
}

function installSteps(install: PythonInstall): Step[] {
    const steps: Step[] = install.files.map((file) => ({ kind: 'copy', sources: [file], target: `./${file}` }));
    const first = steps[0];
    if (first !== undefined) {
        steps[0] = { ...first, comment: 'Only what installing reads, so that the layer below is made again only when it changes.' };
    }
    steps.push({
        kind: 'run',
        commands: [`pip install ${install.hashed ? '--require-hashes ' : ''}-r ${install.file}`],
        caches: [pipCache],
    });
    if (install.extra.length > 0) {
        steps.push({ kind: 'run', commands: [`pip install ${install.extra.map((word) => `"${word}"`).join(' ')}`], caches: [pipCache] });
    }
    return steps;
}

function finalSteps(blueprint: PythonBlueprint): Step[] {
    const writable = blueprint.writable.map((path) => `/app/${path}`.replace(/\/$/, ''));
    return [
        { kind: 'gap' },
        ...(blueprint.systemPackages.length === 0 ? [] : [apt(blueprint.systemPackages)]),
        {
            kind: 'run',
            commands: ['groupadd --gid 10001 app', 'useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app'],
            comment: 'The app runs as a user of its own, without rights on the system.',
        },
        {
            kind: 'env',
            values: {
                PATH: '/opt/venv/bin:$PATH',
                PYTHONDONTWRITEBYTECODE: '1',
                PYTHONUNBUFFERED: '1',
                PORT: String(blueprint.port),
                ...blueprint.env,
            },
        },
        { kind: 'workdir', path: '/app' },
        { kind: 'copy', sources: ['/opt/venv'], target: '/opt/venv', from: 'build' },
        { kind: 'copy', sources: ['.'], target: '.', owner: user },
        ...blueprint.prepare.map(({ command, comment }): Step => ({ kind: 'run', commands: [command], comment })),
        ...(writable.length === 0
            ? []
            : [
                  {
                      kind: 'run' as const,
                      commands: [`mkdir -p ${writable.join(' ')}`, `chown ${user} ${writable.join(' ')}`],
                      comment: 'The app writes here.',
                  },
              ]),
        ...(blueprint.directory === '' ? [] : [{ kind: 'workdir' as const, path: `/app/${blueprint.directory}` }]),
        { kind: 'gap' },
        { kind: 'user', name: user, comment: 'A number, so that a platform can check that it is not root.' },
        { kind: 'expose', ports: [blueprint.port] },
        {
            kind: 'healthcheck',
            command: ['python', '-c', "import os, socket; socket.create_connection(('127.0.0.1', int(os.environ['PORT'])), 3).close()"],
            startPeriodSeconds: 20,
            comment: 'Healthy means that the port is open: a page may need a sign-in, a host name or a database.',
        },
        {
            kind: 'cmd',
            command: ['sh', '-c', `exec ${blueprint.command}`],
            comment: 'sh fills in $PORT; exec hands signals to the server itself.',
        },
    ];
}

function apt(packages: readonly string[]): Step {
    return {
        kind: 'run',
        commands: ['apt-get update', `apt-get install -y --no-install-recommends ${packages.join(' ')}`, 'rm -rf /var/lib/apt/lists/*'],
    };
}
