import type { Dockerfile, Stage, Step } from '../dockerfile';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';
import { compiled, fromPecl, peclPackage } from '../phpExtensions';
import { shellWord } from '../../project/shellWord';
import { header } from './appUser';

/** PHP behind Apache. */
export interface PhpBlueprint {
    readonly stack: 'php';
    /** Such as `8.3`. */
    readonly version: string;
    /** The folder of index.php; '' is the root. */
    readonly documentRoot: string;
    readonly composer: 'locked' | 'unlocked' | 'none';
    readonly framework: string;
    readonly extensions: readonly string[];
    /** The code reads the container's variables in `$_ENV`, which PHP's own settings for production leave empty. */
    readonly variables?: '$_ENV';
    /** A file of variables that the code stops without. */
    readonly envFile?: string;
    /** Yii's own page says that it is being developed, unless that is said before. */
    readonly yii?: 'developed';
    readonly assets: 'npm ci' | 'npm install' | 'none';
    /** package.json takes packages out of Composer's folder. */
    readonly assetsFrom: 'vendor' | 'npm';
    readonly port: number;
}

const user = '33:33';

export function phpDockerfile(blueprint: PhpBlueprint, options: RecipeOptions): Dockerfile {
    const root = `/var/www/html${blueprint.documentRoot === '' ? '' : `/${blueprint.documentRoot}`}`;
    const writable = writtenFolders(blueprint);
    return {
        header,
        stages: [
            ...composerStage(blueprint, options),
            ...assetStage(blueprint, options),
            {
                image: imageName(`php:${blueprint.version}-apache`, options),
                comment: 'Pinned to a minor version of PHP; the last number is left open for security fixes.',
                steps: [
                    { kind: 'gap' },
                    ...(blueprint.extensions.length === 0 ? [] : extensionSteps(blueprint)),
                    {
                        kind: 'env',
                        values: {
                            PORT: String(blueprint.port),
                            ...(blueprint.framework === 'Symfony' && { APP_ENV: 'prod', APP_DEBUG: '0' }),
                        },
                    },
                    {
                        kind: 'run',
                        commands: [
                            'mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"',
                            ...(blueprint.variables === undefined
                                ? []
                                : [`sed -ri 's/^variables_order = .*/variables_order = "EGPCS"/' "$PHP_INI_DIR/php.ini"`]),
                            'a2enmod rewrite',
                            "sed -ri 's/^Listen 80$/Listen ${PORT}/' /etc/apache2/ports.conf",
                            `sed -ri -e 's/:80>/:\${PORT}>/' -e 's#DocumentRoot .*#DocumentRoot ${root}#' /etc/apache2/sites-available/000-default.conf`,
                            `printf '<Directory ${root}>\\n    AllowOverride All\\n    Require all granted\\n</Directory>\\n' > /etc/apache2/conf-enabled/app.conf`,
                        ],
                        comment: `Apache listens on $PORT, above 1024, so that it needs no root, and serves the folder of index.php.${blueprint.variables === undefined ? '' : " PHP shows the container's variables in $_ENV."}`,
                    },
                    ...(blueprint.yii === undefined ? [] : [yiiStep]),
                    { kind: 'workdir', path: '/var/www/html' },
                    { kind: 'copy', sources: ['.'], target: '.', owner: user },
                    ...(blueprint.composer === 'none'
                        ? []
                        : [{ kind: 'copy' as const, sources: ['/app/vendor'], target: './vendor', from: 'vendor', owner: user }]),
                    ...(blueprint.assets === 'none'
                        ? []
                        : [{ kind: 'copy' as const, sources: ['/app/public'], target: './public', from: 'assets', owner: user }]),
                    ...(writable.length === 0
                        ? []
                        : [
                              {
                                  kind: 'run' as const,
                                  commands: [`mkdir -p ${writable.join(' ')}`, `chown -R ${user} ${writable.join(' ')}`],
                                  comment: 'The framework writes here.',
                              },
                          ]),
                    ...(blueprint.framework === 'Symfony'
                        ? [
                              {
                                  kind: 'run' as const,
                                  commands: ['touch .env'],
                                  comment: 'Symfony stops without this file; what it needs comes from the variables of the container.',
                              },
                          ]
                        : []),
                    ...(blueprint.envFile === undefined
                        ? []
                        : [
                              {
                                  kind: 'run' as const,
                                  commands: [`touch ${shellWord(blueprint.envFile)}`],
                                  comment: 'The code stops without this file; what it needs comes from the variables of the container.',
                              },
                          ]),
                    { kind: 'gap' },
                    { kind: 'user', name: user, comment: 'www-data, as a number, so that a platform can check that it is not root.' },
                    { kind: 'expose', ports: [blueprint.port] },
                    {
                        kind: 'healthcheck',
                        command: ['php', '-r', "exit(@fsockopen('127.0.0.1', (int) getenv('PORT')) ? 0 : 1);"],
                        startPeriodSeconds: 10,
                        comment: 'Healthy means that the port is open: a page may need a sign-in or a database.',
                    },
                    { kind: 'cmd', command: ['apache2-foreground'] },
                ],
            },
        ],
    };
}

/** What the framework writes into, which the context may leave out. */
function writtenFolders({ framework, documentRoot }: PhpBlueprint): readonly string[] {
    switch (framework) {
        case 'Laravel':
            return ['storage', 'bootstrap/cache'];
        case 'Symfony':
            return ['var'];
        case 'Yii':
            return ['runtime', `${documentRoot === '' ? '' : `${documentRoot}/`}assets`];
        case 'CakePHP':
            return ['logs', 'tmp'];
        default:
            return [];
    }
}

const yiiStep: Step = {
    kind: 'run',
    commands: [
        `printf '<?php\\ndefine("YII_DEBUG", getenv("YII_DEBUG") === "1");\\ndefine("YII_ENV", getenv("YII_ENV") ?: "prod");\\n' > "$PHP_INI_DIR/yii.php"`,
        `echo "auto_prepend_file = $PHP_INI_DIR/yii.php" >> "$PHP_INI_DIR/php.ini"`,
    ],
    comment:
        "The project's page says that it is being developed unless this is said before, and then needs packages that only developers have.",
};

function extensionSteps({ extensions, version }: PhpBlueprint): Step[] {
    const packages = [...new Set(extensions.flatMap((name) => [...(compiled[name] ?? []), ...(fromPecl[name] ?? [])]))].sort();
    const own = extensions.filter((name) => name in compiled);
    const pecl = extensions.filter((name) => name in fromPecl);
    const install = [
        ...(own.includes('gd') ? ['docker-php-ext-configure gd --with-freetype --with-jpeg'] : []),
        ...(own.length === 0 ? [] : [`docker-php-ext-install ${own.join(' ')}`]),
        ...(pecl.length === 0
            ? []
            : [
                  `pecl install ${pecl.map((name) => peclPackage(name, version)).join(' ')}`,
                  `docker-php-ext-enable ${pecl.join(' ')}`,
                  'rm -rf /tmp/pear',
              ]),
    ];
    return [
        {
            kind: 'run',
            commands:
                packages.length === 0
                    ? install
                    : [
                          'apt-get update',
                          `apt-get install -y --no-install-recommends ${packages.join(' ')}`,
                          ...install,
                          'rm -rf /var/lib/apt/lists/*',
                      ],
            ...(packages.length > 0 && { comment: 'Extensions that the app uses, and what they are compiled against.' }),
        },
    ];
}

function composerStage(blueprint: PhpBlueprint, options: RecipeOptions): Stage[] {
    if (blueprint.composer === 'none') {
        return [];
    }
    const steps: Step[] = [
        { kind: 'gap' },
        { kind: 'workdir', path: '/app' },
        {
            kind: 'copy',
            sources: blueprint.composer === 'locked' ? ['composer.json', 'composer.lock'] : ['composer.json'],
            target: './',
            comment: 'Only what installing reads, so that the layer below is made again only when it changes.',
        },
        {
            kind: 'run',
            commands: ['composer install --no-dev --no-interaction --no-scripts --no-autoloader --prefer-dist --ignore-platform-reqs'],
            caches: [{ path: '/tmp/cache' }],
        },
        { kind: 'copy', sources: ['.'], target: '.' },
        { kind: 'run', commands: ['composer dump-autoload --no-dev --no-scripts --optimize --ignore-platform-reqs'] },
    ];
    return [
        { image: imageName('composer:2', options), name: 'vendor', comment: 'The libraries; Composer itself stays in this stage.', steps },
    ];
}

function assetStage(blueprint: PhpBlueprint, options: RecipeOptions): Stage[] {
    return blueprint.assets === 'none'
        ? []
        : [
              {
                  image: imageName('node:22-slim', options),
                  name: 'assets',
                  comment: 'Scripts and styles; Node stays in this stage.',
                  steps: [
                      { kind: 'gap' },
                      { kind: 'workdir', path: '/app' },
                      { kind: 'copy', sources: ['.'], target: '.' },
                      ...(blueprint.assetsFrom === 'vendor' && blueprint.composer !== 'none'
                          ? [{ kind: 'copy' as const, sources: ['/app/vendor'], target: './vendor', from: 'vendor' }]
                          : []),
                      {
                          kind: 'run',
                          commands: [blueprint.assets, 'npm run --if-present build', 'npm run --if-present production'],
                          caches: [{ path: '/root/.npm' }],
                      },
                  ],
              },
          ];
}
