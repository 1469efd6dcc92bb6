import { shellWord } from '../../project/shellWord';
import type { Dockerfile, Stage, Step } from '../dockerfile';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';
import { nodeInstallSteps } from './node';
import type { NodeInstall } from './node';
import { appUser as user, header, makeAppUser, useAppUser } from './appUser';

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
    /** The distributions that those are for, for the comment. */
    readonly systemFor?: readonly string[];
    /** Commands of installed packages that fetch programs, before the code is in place. */
    readonly tools?: readonly { readonly command: string; readonly comment: string }[];
    /** Commands that run once when the image is built, after the code is in place (collectstatic, …). */
    readonly prepare: readonly { readonly command: string; readonly comment: string }[];
    /** The folder to start in, relative to the app's root; '' is the root. */
    readonly directory: string;
    /** The app's root is imported by its own name: it stands below `/app`, by this path, and starts there or around it. */
    readonly within?: { readonly path: string; readonly startsOutside: boolean };
    readonly env: Readonly<Record<string, string>>;
    /** A shell line that ends in `exec`; may use `$PORT`. */
    readonly command: string;
    readonly port: number;
    /** What pip keeps to while it builds packages that come without a wheel, such as `setuptools<81`. */
    readonly buildConstraint?: string;
    /** Variables that only installing reads. */
    readonly buildEnv?: Readonly<Record<string, string>>;
    /** Folders of gettext's translations (`LANGUAGE/LC_MESSAGES/*.po`) that nobody has compiled, relative to the app's root. */
    readonly messages?: readonly string[];
    /** Scripts and styles that folders of the app build into it. */
    readonly assets?: readonly AssetBuild[];
    /** Folders that the app writes to, relative to the app's root or from the root of the image. */
    readonly writable: readonly string[];
}

/** One folder's packages and build, and where what it makes is in the app. */
export interface AssetBuild {
    /** Relative to the app's root; '' is the root. */
    readonly folder: string;
    readonly output: string;
    /** By Node's own managers; its files are named from the app's root. */
    readonly install: NodeInstall;
}

/** How the dependencies get into the environment. `extra` is what the Dockerfile adds itself, because the list is locked or cannot be edited. */
export type PythonInstall =
    | {
          readonly kind: 'requirements';
          readonly file: string;
          readonly files: readonly string[];
          readonly hashed: boolean;
          readonly extra: readonly string[];
      }
    /** Requirements written out: from a Pipfile, a pyproject without a lock, conda. */
    | { readonly kind: 'words'; readonly words: readonly string[]; readonly extra: readonly string[] }
    | {
          readonly kind: 'uv' | 'poetry' | 'pdm' | 'pipenv';
          readonly files: readonly string[];
          /** Groups beside the main one. */
          readonly groups: readonly string[];
          readonly extra: readonly string[];
          /** The distribution of a uv workspace that is served: it is installed from the workspace's root, with the members that it depends on. */
          readonly member?: string;
          /** preferred: the lock does not fit the list any more, so that what it lacks is resolved anew. */
          readonly lock?: 'preferred';
          /** another: the project wants a Python that the image may not have to the last number, with which uv itself would stop. */
          readonly python?: 'another';
          /** The requirement that the tool itself (uv or Poetry) is installed by, where the project says which of its versions it wants. */
          readonly tool?: string;
      };

/** uv's minor versions may change how it reads a project; the last number is left open for fixes. */
const usualUv = 'uv~=0.13.0';

/**
 * The releases of the tools by the Python that they still run on, the newest first, as seen on the package index on 2026-11-29. A minor version, so that the
 * next build reads the lock as this one did; Pipenv counts by the calendar.
 */
const usualTools: Readonly<Record<'poetry' | 'pdm' | 'pipenv', readonly (readonly [from: number, requirements: readonly string[]])[]>> = {
    poetry: [
        [10, ['poetry~=2.5.0', 'poetry-plugin-export~=1.10.0']],
        [9, ['poetry~=2.2.0', 'poetry-plugin-export~=1.9.0']],
        [0, ['poetry~=1.8.0', 'poetry-plugin-export~=1.8.0']],
    ],
    pdm: [
        [10, ['pdm~=2.29.0']],
        [9, ['pdm~=2.26.0']],
        [0, ['pdm<2.22']],
    ],
    pipenv: [
        [10, ['pipenv~=2026.10']],
        [9, ['pipenv~=2025.0']],
        [0, ['pipenv<2025']],
    ],
};

/** What pip is asked for to get the tool, quoted for the shell. */
function toolWords(kind: 'poetry' | 'pdm' | 'pipenv', python: string, wanted: string | undefined): string {
    const minor = Number(/^3\.(\d+)/.exec(python)?.[1] ?? '99');
    const usual = usualTools[kind].find(([from]) => minor >= from)?.[1] ?? [kind];
    // The plugin's releases each ask for the releases of Poetry that they work with.
    const words = wanted === undefined ? usual : [wanted, ...(kind === 'poetry' ? ['poetry-plugin-export'] : [])];
    return words.map((word) => `'${word}'`).join(' ');
}

const constraintFile = '/opt/build-constraint.txt';

const pipCache = { path: '/root/.cache/pip', plainEnv: 'PIP_NO_CACHE_DIR=1' };

/** Two stages: dependencies go into a virtual environment that the final image copies, without compilers and caches. */
export function pythonDockerfile(blueprint: PythonBlueprint, options: RecipeOptions): Dockerfile {
    const image = imageName(`python:${blueprint.version}-slim`, options);
    return {
        header,
        stages: [
            ...(blueprint.assets ?? []).map((assets, at) => assetStage(assets, at, options)),
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

function assetStage({ folder, install }: AssetBuild, at: number, options: RecipeOptions): Stage {
    const directory = folder === '' ? '/app' : `/app/${folder}`;
    const sources: Step = { kind: 'copy', sources: ['.'], target: '/app/' };
    const packages = nodeInstallSteps(install);
    return {
        image: imageName(`node:${install.version}-slim`, options),
        name: assetStageName(at),
        comment: 'Scripts and styles; Node stays in this stage.',
        steps: [
            { kind: 'gap' },
            { kind: 'workdir', path: directory },
            ...(install.installNeeds === 'sources'
                ? [sources, ...packages]
                : [
                      {
                          kind: 'copy' as const,
                          sources: install.files,
                          target: './',
                          comment: 'Only what installing reads, so that the layer below is made again only when it changes.',
                      },
                      ...packages,
                      sources,
                  ]),
            { kind: 'run', commands: [`${install.manager} run build`] },
        ],
    };
}

function assetStageName(at: number): string {
    return at === 0 ? 'assets' : `assets${at + 1}`;
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
        ...(blueprint.buildConstraint === undefined
            ? []
            : [
                  {
                      kind: 'run' as const,
                      commands: [`echo '${blueprint.buildConstraint}' > ${constraintFile}`],
                      comment: 'The setup.py of a pinned package imports what newer ones no longer have.',
                  },
              ]),
        {
            kind: 'env',
            values: {
                PATH: '/opt/venv/bin:$PATH',
                PIP_DISABLE_PIP_VERSION_CHECK: '1',
                // pip before 25.3 reads the first for what it builds with, too; from then on the second.
                ...(blueprint.buildConstraint !== undefined && { PIP_CONSTRAINT: constraintFile, PIP_BUILD_CONSTRAINT: constraintFile }),
                ...builtAsToday(blueprint),
                ...blueprint.buildEnv,
            },
        },
        { kind: 'workdir', path: '/app' },
        ...installSteps(blueprint.install, blueprint.version),
        ...messageSteps(blueprint.messages ?? []),
    ];
}

/**
 * pip before 23.1 runs the setup.py of a package without a wheel in the environment itself, where Debian's own setuptools can not build without a compiler
 * what does without one (MarkupSafe 1.1 on its Python 3.11, seen to fail); today's pip always builds apart.
 * Up to 3.10 the image has a setuptools as old as the lists that ask for such a Python; apart, the newest would be taken, which lacks what their packages'
 * setup.py imports (convert_path).
 */
function builtAsToday({ install, version }: PythonBlueprint): Readonly<Record<string, string>> {
    const usesPip = install.kind === 'requirements' || install.kind === 'words';
    return usesPip && Number(version.split('.')[1]) > 10 ? { PIP_USE_PEP517: '1' } : {};
}

/** Compiles translations as `compilemessages` and `pybabel compile` do, without loading the app's settings; the tool stays in this stage. */
function messageSteps(folders: readonly string[]): Step[] {
    return folders.length === 0
        ? []
        : [
              { kind: 'gap' },
              { ...apt(['gettext']), comment: 'Translations are compiled here, where the compiler stays.' },
              ...folders.map((folder): Step => ({ kind: 'copy', sources: [folder], target: `/messages/${folder}` })),
              {
                  kind: 'run',
                  commands: [
                      'cd /messages',
                      'for po in $(find . -path "*/LC_MESSAGES/*.po"); do msgfmt -o "${po%.po}.mo" "$po" || echo "$po is not compiled." >&2; done',
                  ],
              },
          ];
}

function installSteps(install: PythonInstall, python: string): Step[] {
    const extra: Step[] = install.extra.length === 0 ? [] : [pip(install.extra, 'Needed to start, and in no list of the project.')];
    if (install.kind === 'words') {
        return install.words.length === 0 ? extra : [pip(install.words), ...extra];
    }
    if (install.files.includes('.')) {
        const all: Step = {
            kind: 'copy',
            sources: ['.'],
            target: '.',
            comment: 'The list installs the project itself, so that installing reads all of it.',
        };
        return [all, ...managerSteps(install, python), ...extra];
    }
    const copies = install.files.map((file): Step => ({ kind: 'copy', sources: [file], target: `./${file}` }));
    const [first, ...others] = copies;
    const commented: Step[] =
        first === undefined
            ? []
            : [{ ...first, comment: 'Only what installing reads, so that the layer below is made again only when it changes.' }, ...others];
    return [...commented, ...managerSteps(install, python), ...extra];
}

function managerSteps(install: Exclude<PythonInstall, { kind: 'words' }>, python: string): Step[] {
    switch (install.kind) {
        case 'requirements':
            return [
                {
                    kind: 'run',
                    commands: [`pip install ${install.hashed ? '--require-hashes ' : ''}-r ${install.file}`],
                    caches: [pipCache],
                },
            ];
        case 'uv':
            return [
                {
                    kind: 'run',
                    commands: ['python -m venv /opt/uv', `/opt/uv/bin/pip install '${install.tool ?? usualUv}'`],
                    caches: [pipCache],
                    comment:
                        install.tool === undefined
                            ? 'In a place of its own, so that the image does not carry the tool; a minor version, so that the next build is the same.'
                            : 'In a place of its own, so that the image does not carry the tool; the project asks for this version.',
                },
                {
                    kind: 'env',
                    values: {
                        UV_PROJECT_ENVIRONMENT: '/opt/venv',
                        UV_LINK_MODE: 'copy',
                        UV_COMPILE_BYTECODE: '1',
                        UV_PYTHON_DOWNLOADS: 'never',
                    },
                },
                ...(install.member === undefined && install.python === 'another'
                    ? [uvExport(install.groups)]
                    : install.member === undefined
                      ? [uvSync(install.lock, `${install.groups.map((group) => ` --group ${group}`).join('')} --no-install-project`)]
                      : [
                            uvSync(install.lock, ` --package ${argument(install.member)} --no-install-workspace`),
                            {
                                kind: 'copy' as const,
                                sources: ['.'],
                                target: '.',
                                comment: 'What the app needs of its workspace is installed too; its own code is served from its folder.',
                            },
                            uvSync(
                                install.lock,
                                ` --package ${argument(install.member)} --no-install-package ${argument(install.member)} --no-editable`,
                            ),
                        ]),
            ];
        case 'poetry':
            // `poetry install` asks PyPI's JSON API, which mirrors do not have; what is in the lock is all that pip needs.
            return [
                {
                    kind: 'run',
                    commands: ['python -m venv /opt/poetry', `/opt/poetry/bin/pip install ${toolWords('poetry', python, install.tool)}`],
                    caches: [pipCache],
                },
                {
                    kind: 'run',
                    commands: [
                        `/opt/poetry/bin/poetry export --only ${['main', ...install.groups].join(',')} --without-hashes -o /tmp/requirements.txt`,
                        'pip install -r /tmp/requirements.txt',
                    ],
                    caches: [pipCache],
                },
            ];
        case 'pdm':
            return [
                {
                    kind: 'run',
                    commands: ['python -m venv /opt/pdm', `/opt/pdm/bin/pip install ${toolWords('pdm', python, install.tool)}`],
                    caches: [pipCache],
                },
                {
                    kind: 'run',
                    commands: [
                        `/opt/pdm/bin/pdm export --prod${install.groups.map((group) => ` -G ${group}`).join('')} --no-hashes -o /tmp/requirements.txt`,
                        'pip install -r /tmp/requirements.txt',
                    ],
                    caches: [pipCache],
                },
            ];
        case 'pipenv':
            return [
                {
                    kind: 'run',
                    commands: ['python -m venv /opt/pipenv', `/opt/pipenv/bin/pip install ${toolWords('pipenv', python, install.tool)}`],
                    caches: [pipCache],
                },
                {
                    kind: 'run',
                    commands: ['/opt/pipenv/bin/pipenv requirements > /tmp/requirements.txt', 'pip install -r /tmp/requirements.txt'],
                    caches: [pipCache],
                },
            ];
    }
}

/** `uv export --frozen` looks for no interpreter, and `uv pip` does not ask what the project wants of it. */
function uvExport(groups: readonly string[]): Step {
    const options = groups.map((group) => ` --group ${group}`).join('');
    return {
        kind: 'run',
        commands: [
            `/opt/uv/bin/uv export --quiet --frozen --no-dev${options} --no-emit-project -o /tmp/requirements.txt`,
            '/opt/uv/bin/uv pip install --python /opt/venv/bin/python -r /tmp/requirements.txt',
        ],
        caches: [uvCache],
        comment: 'What the lock says, on this Python: `uv sync` would insist on the exact one that pyproject.toml names.',
    };
}

const uvCache = { path: '/root/.cache/uv', plainEnv: 'UV_NO_CACHE=1' };

function uvSync(lock: 'preferred' | undefined, options: string): Step {
    return {
        kind: 'run',
        commands: [`/opt/uv/bin/uv sync${lock === undefined ? ' --locked' : ''} --no-dev${options} --inexact`],
        caches: [uvCache],
    };
}

function pip(words: readonly string[], comment?: string): Step {
    return {
        kind: 'run',
        commands: [`pip install ${words.map(argument).join(' ')}`],
        caches: [pipCache],
        ...(comment !== undefined && { comment }),
    };
}

function argument(word: string): string {
    return /^[\w.-]+$/.test(word) ? word : quoted(word);
}

/** What a project's list says, as one word of the shell, on one line. */
function quoted(word: string): string {
    return `"${word.replace(/[\r\n]+/g, ' ').replace(/[\\$`"]/g, String.raw`\$&`)}"`;
}

/** Gives what root made in the app's folder to the app's user, and leaves the rest as the layers below have it. */
const ownsWhatIsMade = `find /app -user root -exec chown -h ${user} {} +`;

/** The folders of a path below `/app`, outermost first. */
function foldersDownTo(path: string): string[] {
    const parts = path.split('/');
    return parts.map((_, at) => `/app/${parts.slice(0, at + 1).join('/')}`);
}

function finalSteps(blueprint: PythonBlueprint): Step[] {
    const { within, directory } = blueprint;
    const home = within === undefined ? '/app' : `/app/${within.path}`;
    const start = within?.startsOutside === true ? '/app' : `${home}/${directory}`.replace(/\/$/, '');
    const writable = blueprint.writable.map((path) => (path.startsWith('/') ? path : `${home}/${path}`).replace(/\/$/, ''));
    return [
        { kind: 'gap' },
        ...systemSteps(blueprint),
        makeAppUser,
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
        ...(within === undefined
            ? []
            : [
                  {
                      kind: 'run' as const,
                      commands: [`install -d -o app -g app ${foldersDownTo(within.path).join(' ')}`],
                      comment: `The code imports itself as ${within.path.replaceAll('/', '.')}.`,
                  },
              ]),
        { kind: 'workdir', path: home },
        { kind: 'copy', sources: ['/opt/venv'], target: '/opt/venv', from: 'build' },
        ...(blueprint.tools ?? []).map(({ command, comment }): Step => ({
            kind: 'run',
            commands: [command, 'rm -rf /var/lib/apt/lists/*'],
            comment,
        })),
        { kind: 'copy', sources: ['.'], target: '.', owner: user },
        ...((blueprint.messages ?? []).length === 0
            ? []
            : [
                  {
                      kind: 'copy' as const,
                      sources: ['/messages/'],
                      target: './',
                      from: 'build',
                      owner: user,
                      comment: 'The compiled translations.',
                  },
              ]),
        ...(blueprint.assets ?? []).map(({ output }, at): Step => ({
            kind: 'copy',
            sources: [`/app/${output}`],
            target: `./${output}`,
            from: assetStageName(at),
            owner: user,
        })),
        // What settings open while they load (a log file), the app opens again as its own user.
        ...blueprint.prepare.map(({ command, comment }): Step => ({ kind: 'run', commands: [command, ownsWhatIsMade], comment })),
        ...(writable.length === 0
            ? []
            : [
                  {
                      kind: 'run' as const,
                      commands: [`mkdir -p ${writable.map(shellWord).join(' ')}`, `chown ${user} ${writable.map(shellWord).join(' ')}`],
                      comment: 'The app writes here.',
                  },
              ]),
        ...(start === home ? [] : [{ kind: 'workdir' as const, path: start }]),
        { kind: 'gap' },
        useAppUser,
        { kind: 'expose', ports: [blueprint.port] },
        {
            kind: 'healthcheck',
            command: ['python', '-c', "import os, socket; socket.create_connection(('127.0.0.1', int(os.environ['PORT'])), 3).close()"],
            startPeriodSeconds: 20,
            comment: 'Healthy means that the port is open: a page may need a sign-in, a host name or a database.',
        },
        {
            kind: 'cmd',
            command: ['sh', '-c', blueprint.command],
            comment: 'sh fills in $PORT; exec hands signals to the server itself.',
        },
    ];
}

function systemSteps({ systemPackages, systemFor = [] }: PythonBlueprint): Step[] {
    if (systemPackages.length === 0) {
        return [];
    }
    const step = apt(systemPackages);
    return systemFor.length === 0
        ? [step]
        : [{ ...step, comment: `What ${systemFor.join(', ')} ${systemFor.length === 1 ? 'needs' : 'need'} of Debian.` }, { kind: 'gap' }];
}

function apt(packages: readonly string[]): Step {
    return {
        kind: 'run',
        commands: ['apt-get update', `apt-get install -y --no-install-recommends ${packages.join(' ')}`, 'rm -rf /var/lib/apt/lists/*'],
    };
}
