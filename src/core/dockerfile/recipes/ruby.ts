import type { Dockerfile, Step } from '../dockerfile';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';
import { aptInstall } from './aptInstall';
import { appUser, header, makeAppUser, useAppUser } from './appUser';

/** A Ruby app with Bundler. */
export interface RubyBlueprint {
    readonly stack: 'ruby';
    /** Such as `3.3`, or `3.3.7` when the Gemfile names a patch. */
    readonly version: string;
    /** elsewhere: for other platforms than the image's. */
    readonly locked: 'locked' | 'elsewhere' | 'unlocked';
    readonly rails: 'rails' | 'rack';
    readonly bootsnap: 'bootsnap' | 'none';
    readonly assets: 'precompile' | 'none';
    readonly node: 'node' | 'none';
    /** What installs the scripts of the pages beside npm; corepack brings the Yarn that package.json names. */
    readonly scriptsBy?: 'yarn' | 'corepack' | 'pnpm';
    /** webpack 4 hashes in a way that today's OpenSSL only knows as an old one. */
    readonly webpack?: 'four';
    readonly packages: { readonly build: readonly string[]; readonly run: readonly string[] };
    /** Folders that the server's settings name and nothing makes. */
    readonly writes: readonly string[];
    /** A shell line that ends in `exec`. */
    readonly command: string;
    readonly port: number;
}

/** The Node of an older Debian hashes so by itself, and stops at an option that it does not know. */
const oldHashes = 'if node --openssl-legacy-provider --version > /dev/null 2>&1; then export NODE_OPTIONS=--openssl-legacy-provider; fi';

export function rubyDockerfile(blueprint: RubyBlueprint, options: RecipeOptions): Dockerfile {
    const isElsewhere = blueprint.locked === 'elsewhere';
    const image = imageName(`ruby:${blueprint.version}-slim`, options);
    const bundle: Record<string, string> = {
        BUNDLE_PATH: '/usr/local/bundle',
        BUNDLE_WITHOUT: 'development:test',
        ...(blueprint.locked === 'locked' && { BUNDLE_DEPLOYMENT: '1' }),
    };
    const prepare: Step[] = [
        ...(blueprint.bootsnap === 'bootsnap'
            ? [{ kind: 'run' as const, commands: ['bundle exec bootsnap precompile --gemfile app/ lib/'] }]
            : []),
        ...(blueprint.assets === 'precompile'
            ? [
                  {
                      kind: 'run' as const,
                      commands: [
                          ...(blueprint.webpack === undefined ? [] : [oldHashes]),
                          'SECRET_KEY_BASE_DUMMY=1 SECRET_KEY_BASE=only-while-building RAILS_ENV=production bundle exec rails assets:precompile',
                      ],
                      comment: 'The keys only let Rails start here; they are not kept.',
                  },
              ]
            : []),
    ];
    return {
        header,
        stages: [
            {
                image,
                name: 'build',
                comment: 'The Ruby that the Gemfile asks for.',
                steps: [
                    { kind: 'gap' },
                    ...aptInstall(
                        [...blueprint.packages.build, ...(blueprint.node === 'node' ? ['nodejs', 'npm'] : [])],
                        'Gems with native parts are compiled; the compiler stays in this stage.',
                    ),
                    ...(blueprint.node === 'node' && blueprint.scriptsBy !== undefined ? [scriptManager(blueprint.scriptsBy)] : []),
                    { kind: 'env', values: bundle },
                    { kind: 'workdir', path: '/app' },
                    {
                        kind: 'copy',
                        sources: blueprint.locked === 'unlocked' ? ['Gemfile'] : ['Gemfile', 'Gemfile.lock'],
                        target: './',
                        comment: 'Only what installing reads, so that the layer below is made again only when it changes.',
                    },
                    {
                        kind: 'run',
                        commands: [
                            ...(isElsewhere ? ['bundle lock --add-platform x86_64-linux'] : []),
                            'bundle install',
                            'rm -rf /usr/local/bundle/cache /usr/local/bundle/ruby/*/cache',
                            ...(isElsewhere ? ['cp Gemfile.lock /tmp/'] : []),
                        ],
                    },
                    { kind: 'copy', sources: ['.'], target: '.' },
                    ...(isElsewhere
                        ? [
                              {
                                  kind: 'run' as const,
                                  commands: ['cp /tmp/Gemfile.lock .'],
                                  comment: 'The lock file with the platform that it lacks: it was made for others alone.',
                              },
                          ]
                        : []),
                    ...prepare,
                ],
            },
            {
                image,
                steps: [
                    { kind: 'gap' },
                    ...aptInstall(blueprint.packages.run),
                    makeAppUser,
                    {
                        kind: 'env',
                        values: {
                            ...bundle,
                            PORT: String(blueprint.port),
                            ...(blueprint.rails === 'rails'
                                ? { RAILS_ENV: 'production', RAILS_LOG_TO_STDOUT: '1', RAILS_SERVE_STATIC_FILES: '1' }
                                : { RACK_ENV: 'production', APP_ENV: 'production' }),
                        },
                    },
                    { kind: 'workdir', path: '/app' },
                    { kind: 'copy', sources: ['/usr/local/bundle'], target: '/usr/local/bundle', from: 'build' },
                    { kind: 'copy', sources: ['/app'], target: '/app', from: 'build', owner: appUser },
                    ...(blueprint.writes.length === 0
                        ? []
                        : [
                              {
                                  kind: 'run' as const,
                                  commands: [`install -d -o app -g app ${blueprint.writes.join(' ')}`],
                                  comment: "The server's settings write here.",
                              },
                          ]),
                    { kind: 'gap' },
                    useAppUser,
                    { kind: 'expose', ports: [blueprint.port] },
                    {
                        kind: 'healthcheck',
                        command: ['ruby', '-rsocket', '-e', "TCPSocket.new('127.0.0.1', ENV['PORT']).close"],
                        startPeriodSeconds: 30,
                        comment: 'Healthy means that the port is open: a page may need a sign-in or a database.',
                    },
                    {
                        kind: 'cmd',
                        command: ['sh', '-c', blueprint.command],
                        comment: 'sh fills in $PORT; exec hands signals to the server itself.',
                    },
                ],
            },
        ],
    };
}

function scriptManager(name: 'yarn' | 'corepack' | 'pnpm'): Step {
    const install = { yarn: ['npm install --global yarn@1'], pnpm: ['npm install --global pnpm@10'], corepack: ['npm install --global corepack@0', 'corepack enable'] }; // prettier-ignore
    return { kind: 'run', commands: install[name], comment: 'Precompiling calls what made the lock file of the scripts.' };
}
