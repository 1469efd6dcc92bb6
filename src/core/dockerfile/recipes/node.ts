import type { Dockerfile, Step } from '../dockerfile';
import { normalPath } from '../../project/normalPath';
import { ownPrograms } from '../ownPrograms';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';

export type NodeManager = 'npm' | 'yarn' | 'pnpm' | 'bun';

/** A build that makes a server for a cloud, or none: in the image its settings, a file beside the manifest, are changed so that it makes one for Node. */
export type NodeAdapter =
    | { readonly kind: 'sveltekit'; readonly replaces: string; readonly add: string; readonly settings: string }
    | { readonly kind: 'astro'; readonly add: string; readonly settings: string }
    | { readonly kind: 'nitro' | 'preset'; readonly settings: string };

/** How a Node app is installed, built and started. */
export interface NodeBlueprint {
    readonly stack: 'node';
    /** The major version, such as `22`. */
    readonly version: string;
    readonly versionReason: string;
    readonly manager: NodeManager;
    readonly lock?: string;
    /** stale: it does not hold all that the manifest lists, so that an install must be free to add to it. */
    readonly lockState?: 'stale';
    /** legacy: npm leaves the peers of packages alone, as it did when the lock file was made. */
    readonly peers?: 'legacy';
    /** written: an install script puts hooks into the folder of git, which no image has. */
    readonly gitHooks?: 'written';
    readonly managerVersion?: string;
    readonly yarnBerry: 'berry' | 'classic';
    /** What installing reads. */
    readonly files: readonly string[];
    /** sources: install scripts or workspaces read the code, so that it is copied first. */
    readonly installNeeds: 'manifests' | 'sources';
    readonly hasDependencies: 'dependencies' | 'none';
    /** `run NAME` or `exec PROGRAM …`, for the manager, or `shell …`, commands that find the project's own programs. */
    readonly build?: string;
    readonly buildEnv: Readonly<Record<string, string>>;
    /** What the build takes into its pages; demanded: it fails where the name is not known, were it empty. */
    readonly buildArgs?: readonly { readonly name: string; readonly is: 'asked' | 'demanded' }[];
    /** What SvelteKit's server would take in for good when it is built (`$env/static/private`), and reads when it starts. */
    readonly readAtStart?: readonly string[];
    readonly prisma: 'prisma' | 'none';
    readonly prune: 'prune' | 'keep';
    readonly copies: readonly { readonly from: string; readonly to: string }[];
    readonly env: Readonly<Record<string, string>>;
    /** A shell line that ends in `exec`. */
    readonly command: string;
    readonly port: number;
    readonly buildPackages: readonly string[];
    readonly systemPackages: readonly string[];
    /** files: the build leaves a site that a static server serves. */
    readonly serves: 'app' | 'files';
    /** opened: the code listens on localhost, and the image opens that to all addresses. */
    readonly loopback?: 'opened';
    /** Packages, with their majors, that bring the program which starts the app and that the project does not list. */
    readonly globals?: readonly string[];
    readonly adapter?: NodeAdapter;
    /** bun: what installs and builds runs on Bun too, because it looks for what its runtime has. */
    readonly buildsOn?: 'bun';
    /** An older Debian, for what its newer OpenSSL breaks. */
    readonly debian?: 'bullseye';
    /** Where the app is in the workspace that the image is built from, and which members are built before it, after a client of Prisma's was made of the schema of some. */
    readonly workspace?: { readonly path: string; readonly builds: readonly string[]; readonly generates: readonly string[] };
    /** unasked: nothing in the project asks for a version of Node, so that a package's own wish is no reason to stop. */
    readonly engines?: 'unasked' | undefined;
}

/** What installing goes by. */
export type NodeInstall = Pick<
    NodeBlueprint,
    | 'version'
    | 'manager'
    | 'managerVersion'
    | 'lock'
    | 'lockState'
    | 'peers'
    | 'yarnBerry'
    | 'files'
    | 'installNeeds'
    | 'engines'
    | 'buildsOn'
>;

const owner = '1000:1000';

/** Settings of the static server: a folder without a page is no list of its files. */
export const listsNothing = '/opt/serve.json';

/** npm's cache in the stage that is shipped: not there with a mount, removed without one. */
const keptOut = { path: '/root/.npm', plainAfter: 'rm -rf /root/.npm' };

/** Loaded before the app: a server that would listen on localhost listens on all addresses. */
const opener = '/opt/listen-on-all.cjs';
const openerCode =
    'const { Server } = require("net"), { listen } = Server.prototype, own = (h) => /^(localhost|127[.][0-9.]+|::1)$/.test(h); ' +
    'Server.prototype.listen = function (a, b, ...c) { ' +
    'return own(a && a.host) ? listen.call(this, { ...a, host: "0.0.0.0" }, b, ...c) : listen.call(this, a, own(b) ? "0.0.0.0" : b, ...c); };';

export function nodeDockerfile(blueprint: NodeBlueprint, options: RecipeOptions): Dockerfile {
    const image = imageName(`node:${blueprint.version}-${blueprint.debian === undefined ? '' : `${blueprint.debian}-`}slim`, options);
    const debian = blueprint.debian === undefined ? '' : '\nOn Debian 11, whose OpenSSL 1.1 this old Prisma needs.';
    return {
        header: ['Made by Slipway. It is yours now: edit it as you like.'],
        stages: [
            {
                image,
                name: 'build',
                comment: `Pinned to a major version, within which Node promises to break nothing: ${blueprint.versionReason}.\nThe rest is left open for security fixes.${debian}`,
                steps: buildSteps(blueprint),
            },
            { image, steps: finalSteps(blueprint) },
        ],
    };
}

function buildSteps(blueprint: NodeBlueprint): Step[] {
    const sources: Step = { kind: 'copy', sources: ['.'], target: '.' };
    const manifests: Step = {
        kind: 'copy',
        sources: blueprint.files,
        target: './',
        comment: 'Only what installing reads, so that the layer below is made again only when it changes.',
    };
    const install = blueprint.hasDependencies === 'none' ? [] : [...hooksFolder(blueprint), ...nodeInstallSteps(blueprint)];
    const early = blueprint.installNeeds === 'manifests' && blueprint.prisma === 'none' && install.length > 0;
    const { workspace } = blueprint;
    const inside = (command: string) => (workspace === undefined ? command : `cd ${workspace.path} && ${command}`);
    const siblings: Step[] = (workspace?.builds ?? []).map((path, at) => ({
        kind: 'run',
        commands: [`cd ${path}`, managerCommand(blueprint, 'run build')],
        ...(at === 0 && { comment: 'What the app needs of its workspace is built first.' }),
    }));
    const generated: Step[] = (workspace?.generates ?? []).map((path) => ({
        kind: 'run',
        commands: [`cd ${path}`, 'npx prisma generate'],
    }));
    const { adapter } = blueprint;
    const adapted: Step[] =
        adapter === undefined
            ? []
            : [
                  {
                      kind: 'run',
                      commands: [
                          ...('add' in adapter ? [inside(addCommand(blueprint.manager, adapter.add))] : []),
                          ...adaptCommands(adapter).map(inside),
                      ],
                      comment: adaptReason(adapter),
                  },
              ];
    const build: Step[] =
        blueprint.build === undefined
            ? []
            : [
                  ...argSteps(blueprint),
                  ...(Object.keys(blueprint.buildEnv).length === 0 ? [] : [{ kind: 'env' as const, values: blueprint.buildEnv }]),
                  ...builtSteps(blueprint, blueprint.build),
              ];
    return [
        { kind: 'gap' },
        ...(blueprint.buildPackages.length === 0 && blueprint.systemPackages.length === 0
            ? []
            : [apt([...blueprint.buildPackages, ...blueprint.systemPackages])]),
        { kind: 'workdir', path: '/app' },
        ...(early ? [manifests, ...install, sources] : [sources, ...install]),
        ...(blueprint.prisma === 'prisma' ? [{ kind: 'run' as const, commands: [inside('npx prisma generate')] }] : []),
        ...generated,
        ...siblings,
        ...adapted,
        ...build,
        ...(blueprint.prune === 'prune' && install.length > 0 && blueprint.copies.length === 0 && blueprint.serves === 'app'
            ? pruneSteps(blueprint)
            : []),
        ...(blueprint.files.includes('.npmrc') && blueprint.copies.length === 0 && blueprint.serves === 'app' ? [forgetNpmrc] : []),
    ];
}

function builtSteps(blueprint: NodeBlueprint, command: string): Step[] {
    const { workspace, readAtStart = [] } = blueprint;
    const inside = (each: string) => (workspace === undefined ? each : `cd ${workspace.path} && ${each}`);
    const build = inside(managerCommand(blueprint, command));
    return readAtStart.length === 0
        ? [{ kind: 'run', commands: [build] }]
        : [
              {
                  kind: 'run',
                  commands: [`export ${readAtStart.map((name) => `${name}=${placeholder}${name}`).join(' ')}`, build],
                  comment: 'SvelteKit builds only where these have values, and keeps them. Names stand in for them here …',
              },
              {
                  kind: 'run',
                  commands: [
                      inside(
                          `find . -name node_modules -prune -o -path '*/server/*.js' -exec sed -i -E 's/"${placeholder}(\\w+)"/(process.env.\\1 ?? "")/g' {} +`,
                      ),
                  ],
                  comment: '… and the server reads the values when it starts: a key that a build is given stays in the image.',
              },
          ];
}

/** Begins what stands in for a value until the server starts. */
const placeholder = 'slipway-reads-';

/** Without a default, so that a file such as `.env.production` still gives the value where nobody hands one over. */
function argSteps({ buildArgs = [] }: NodeBlueprint): Step[] {
    return buildArgs.map(({ name, is }, at) => ({
        kind: 'arg',
        name,
        ...(is === 'demanded' && { value: '' }),
        ...(at === 0 && {
            comment:
                'The build takes these into what it makes: a value that is set later changes nothing. Hand them over with --build-arg.',
        }),
    }));
}

/** The whole folder goes into the image, and with it the key that such a file may hold. */
const forgetNpmrc: Step = {
    kind: 'run',
    commands: ['rm -f .npmrc'],
    comment: 'It may hold the key of a registry, and is read for installing only.',
};

function hooksFolder({ gitHooks }: NodeBlueprint): Step[] {
    return gitHooks === undefined
        ? []
        : [
              {
                  kind: 'run',
                  commands: ['mkdir -p .git/hooks'],
                  comment: "The project's own install script puts git's hooks there, and would stop without.",
              },
          ];
}

export function nodeInstallSteps(blueprint: NodeInstall): Step[] {
    const { manager, managerVersion } = blueprint;
    const lock = blueprint.lockState === 'stale' ? undefined : blueprint.lock;
    const npmCache = { path: '/root/.npm' };
    switch (manager) {
        case 'npm':
            return [
                ...(blueprint.peers === undefined
                    ? []
                    : [
                          {
                              kind: 'env' as const,
                              values: { NPM_CONFIG_LEGACY_PEER_DEPS: 'true' },
                              comment:
                                  'The lock file is from before npm 7, which would look for the peers of packages that it does not hold.',
                          },
                      ]),
                // The npm of Node 6 and 7 has no `ci`, and takes the lock file by itself.
                {
                    kind: 'run',
                    commands: [lock === undefined || Number(blueprint.version) < 8 ? 'npm install' : 'npm ci'],
                    caches: [npmCache],
                },
            ];
        case 'yarn':
            return blueprint.yarnBerry === 'berry'
                ? [
                      {
                          kind: 'env',
                          values: { YARN_NODE_LINKER: 'node-modules' },
                          comment:
                              'Modules in the folder of the app, where the stage that is shipped finds them, whichever way Yarn would link them here.',
                      },
                      {
                          kind: 'run',
                          commands: ['corepack enable', 'yarn install --immutable'],
                          caches: [{ path: '/root/.yarn/berry/cache' }],
                      },
                  ]
                : [
                      {
                          kind: 'run',
                          commands: [`yarn install${lock === undefined ? '' : ' --frozen-lockfile'}${ignoredEngines(blueprint)}`],
                          caches: [{ path: '/usr/local/share/.cache/yarn' }],
                      },
                  ];
        case 'pnpm':
            return [
                { kind: 'run', commands: [`npm install --global pnpm@${managerVersion ?? '9'}`], caches: [npmCache] },
                {
                    kind: 'run',
                    commands: [
                        `pnpm install${lock !== undefined ? ' --frozen-lockfile' : blueprint.lock === undefined ? '' : ' --no-frozen-lockfile'}`,
                    ],
                    caches: [{ path: '/root/.local/share/pnpm/store' }],
                },
            ];
        case 'bun':
            return [
                { kind: 'run', commands: [`npm install --global bun@${managerVersion ?? '1'}`], caches: [npmCache] },
                ...(blueprint.buildsOn === undefined
                    ? []
                    : [
                          {
                              kind: 'run' as const,
                              commands: ['ln -sf "$(readlink -f "$(command -v bun)")" /usr/local/bin/node'],
                              comment:
                                  'Install scripts and the build run on Bun as well, as the project has it: they look for what its runtime has.',
                          },
                      ]),
                {
                    kind: 'run',
                    commands: [`bun install${lock === undefined ? '' : ' --frozen-lockfile'}`],
                    caches: [{ path: '/root/.bun/install/cache' }],
                },
            ];
    }
}

/** Yarn 1 would stop at a package that knows only the Nodes of its own time. */
function ignoredEngines({ engines }: NodeInstall): string {
    return engines === undefined ? '' : ' --ignore-engines';
}

/** The commands that make the build's settings ask for a server for Node; what else they say stays. */
function adaptCommands(adapter: NodeAdapter): string[] {
    if (adapter.kind === 'preset') {
        return [`sed -i 's#vercelPreset()#{ name: "node" }#' ${adapter.settings}`];
    }
    if (adapter.kind === 'sveltekit') {
        return [`sed -i 's#${adapter.replaces}#@sveltejs/adapter-node#' ${adapter.settings}`];
    }
    const own = adapter.settings.replace(/(\.\w+)$/, '.own$1');
    const code =
        adapter.kind === 'astro'
            ? `import node from "@astrojs/node"; import own from "./${own}"; export default { ...own, adapter: node({ mode: "standalone" }) };`
            : `import own from "./${own}"; export default { ...own, nitro: { ...own.nitro, preset: "node-server" } };`;
    return [`mv ${adapter.settings} ${own}`, `echo '${code}' > ${adapter.settings}`];
}

function adaptReason(adapter: NodeAdapter): string {
    switch (adapter.kind) {
        case 'sveltekit':
            return adapter.replaces === '@sveltejs/adapter-auto'
                ? 'adapter-auto of this version makes no server outside of the clouds that it knows: in the image adapter-node takes its place.'
                : `${adapter.replaces} makes what only its cloud runs: in the image adapter-node takes its place.`;
        case 'astro':
            return "The settings name a cloud's adapter, whose output only that cloud runs: in the image Astro's adapter for Node takes its place.";
        case 'preset':
            return "Vercel's preset cuts the server into pieces that only Vercel puts together: in the image it is built in one.";
        case 'nitro':
            return "The settings name a cloud's preset, whose output only that cloud runs: in the image the server is built for Node.";
    }
}

/** Adds a package to what is installed, without a word in the project's own files where the manager can. */
function addCommand(manager: NodeManager, name: string): string {
    switch (manager) {
        case 'npm':
            return `npm install --no-save ${name}`;
        case 'yarn':
            return `yarn add --dev ${name}`;
        case 'pnpm':
            return `pnpm add --save-dev ${name}`;
        case 'bun':
            return `bun add --dev ${name}`;
    }
}

function managerCommand(blueprint: NodeBlueprint, command: string): string {
    const [verb, ...rest] = command.split(' ');
    if (verb === 'run') {
        return `${blueprint.manager} run ${rest.join(' ')}`;
    }
    if (verb === 'shell') {
        return `${ownPrograms} && ${rest.join(' ')}`;
    }
    return verb === 'exec' ? `npx ${rest.join(' ')}` : command;
}

/** Leaves only what runs; Yarn has no prune of its own. */
function pruneSteps(blueprint: NodeBlueprint): Step[] {
    const comment = 'What only building needed is dropped.';
    switch (blueprint.manager) {
        case 'npm':
            // npm 6, of Node 14 and before, knows no `--omit`.
            return [
                { kind: 'run', commands: [Number(blueprint.version) < 15 ? 'npm prune --production' : 'npm prune --omit=dev'], comment },
            ];
        case 'yarn':
            return blueprint.yarnBerry === 'classic'
                ? [
                      {
                          kind: 'run',
                          commands: [`yarn install --production --ignore-scripts --prefer-offline${ignoredEngines(blueprint)}`],
                          comment,
                      },
                  ]
                : [];
        case 'pnpm':
            return blueprint.installNeeds === 'manifests' ? [{ kind: 'run', commands: ['CI=true pnpm prune --prod'], comment }] : [];
        case 'bun':
            return [];
    }
}

function finalSteps(blueprint: NodeBlueprint): Step[] {
    const { workspace } = blueprint;
    // Modules are at the workspace's root, where a copy of the app alone would not find them.
    const whole =
        blueprint.copies.length === 0 || (workspace !== undefined && blueprint.copies.some(({ from }) => from === 'node_modules'));
    const from = (path: string) => (workspace === undefined ? path : `${workspace.path}/${path}`);
    const to = (path: string) =>
        workspace === undefined || path === '.' || blueprint.serves === 'files' ? path : `${workspace.path}/${path}`;
    const copies: Step[] = whole
        ? [{ kind: 'copy', sources: ['/app'], target: '/app', from: 'build', owner }]
        : blueprint.copies.map((copy) => ({
              kind: 'copy',
              // Nothing is above the image's own root.
              sources: [`/${normalPath(`app/${from(copy.from)}`).replace(/^(\.\.\/)+/, '')}`],
              target: copy.to === '.' ? './' : `./${to(copy.to)}`,
              from: 'build',
              owner,
          }));
    const usesBun = /\bbun\b/.test(blueprint.command);
    return [
        { kind: 'gap' },
        ...(blueprint.systemPackages.length === 0 ? [] : [apt(blueprint.systemPackages)]),
        ...(usesBun
            ? [{ kind: 'run' as const, commands: [`npm install --global bun@${blueprint.managerVersion ?? '1'}`], caches: [keptOut] }]
            : []),
        ...(blueprint.serves === 'files'
            ? [
                  {
                      kind: 'run' as const,
                      commands: ['npm install --global serve@14'],
                      caches: [keptOut],
                      comment: blueprint.command.includes('--single')
                          ? 'Serves the files; unknown paths go to index.html.'
                          : 'Serves the files, and 404.html for what is none of them.',
                  },
                  ...(blueprint.command.includes(listsNothing)
                      ? [{ kind: 'run' as const, commands: [`echo '{ "directoryListing": false }' > ${listsNothing}`] }]
                      : []),
              ]
            : []),
        ...(blueprint.globals === undefined
            ? []
            : [
                  {
                      kind: 'run' as const,
                      commands: [`npm install --global ${blueprint.globals.join(' ')}`],
                      caches: [keptOut],
                      comment: blueprint.globals.some((name) => name.startsWith('tsx@'))
                          ? 'Runs the TypeScript as it is; the project lists nothing that does.'
                          : 'Starts the app; the project lists nothing that does.',
                  },
              ]),
        {
            kind: 'env',
            values: {
                NODE_ENV: 'production',
                PORT: String(blueprint.port),
                ...(blueprint.loopback === undefined ? {} : { NODE_OPTIONS: `--require=${opener}` }),
                ...blueprint.env,
            },
        },
        ...(blueprint.loopback === undefined
            ? []
            : [
                  {
                      kind: 'run' as const,
                      commands: [`echo '${openerCode}' > ${opener}`],
                      comment:
                          'The code listens on localhost, where nothing outside of the container reaches it: this opens it to all addresses.',
                  },
              ]),
        { kind: 'workdir', path: '/app' },
        { kind: 'run', commands: [`chown ${owner} .`], comment: 'The app may write beside its files.' },
        ...copies,
        ...(workspace === undefined || blueprint.serves === 'files' ? [] : [{ kind: 'workdir' as const, path: `/app/${workspace.path}` }]),
        { kind: 'gap' },
        {
            kind: 'user',
            name: owner,
            comment: "The image's own user `node`, as a number, so that a platform can check that it is not root.",
        },
        { kind: 'expose', ports: [blueprint.port] },
        {
            kind: 'healthcheck',
            command: [
                'node',
                '-e',
                "require('net').connect(process.env.PORT, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))",
            ],
            startPeriodSeconds: 20,
            comment: 'Healthy means that the port is open: a page may need a sign-in or a database.',
        },
        { kind: 'cmd', command: ['sh', '-c', blueprint.command], comment: 'exec hands signals to the server itself; npm would keep them.' },
    ];
}

function apt(packages: readonly string[]): Step {
    return {
        kind: 'run',
        commands: ['apt-get update', `apt-get install -y --no-install-recommends ${packages.join(' ')}`, 'rm -rf /var/lib/apt/lists/*'],
    };
}
