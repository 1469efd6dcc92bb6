import type { Dockerfile, Stage } from '../dockerfile';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';
import { aptInstall } from './aptInstall';
import { header } from './appUser';

/** How a generator makes the pages, in a stage of its own that leaves them in `/site`. */
export interface MadeSite {
    /** The image of the stage, such as `python:3.13-slim`, and why that one. */
    readonly image: string;
    readonly why: string;
    /** Debian packages that the generator calls. */
    readonly packages: readonly string[];
    /** Each a layer, so that what installs is kept while the texts change. */
    readonly commands: readonly string[];
}

/** Pages that are served as they are, or as a generator makes them. */
export interface StaticBlueprint {
    readonly stack: 'static';
    /** nginx's version, such as `1.28`. */
    readonly version: string;
    /** The folder of index.html; '' is the root. */
    readonly root: string;
    readonly port: number;
    readonly made?: MadeSite;
    /** What a path without a file is answered with: the page, whose own code shows what belongs there, or that there is nothing. */
    readonly unknownPaths: 'the page' | 'not found';
}

/** The stage that makes the pages. */
function makingStage(made: MadeSite, options: RecipeOptions): Stage {
    return {
        image: imageName(made.image, options),
        name: 'build',
        comment: made.why,
        steps: [
            { kind: 'gap' },
            ...aptInstall(made.packages),
            { kind: 'workdir', path: '/src' },
            { kind: 'copy', sources: ['.'], target: '.' },
            ...made.commands.map((command) => ({ kind: 'run' as const, commands: [command] })),
        ],
    };
}

/** nginx's own words for where the pages are and what a path without one gets; a 404.html of the site is shown where there is one. */
function serverBlock({ unknownPaths }: StaticBlueprint): string {
    const [last, shown] = unknownPaths === 'the page' ? ['/index.html', []] : ['=404', ['    error_page 404 /404.html;']];
    return [
        'server {',
        '    listen ${PORT};',
        '    root /usr/share/nginx/html;',
        '    index index.html;',
        ...shown,
        '    location / {',
        `        try_files $uri $uri/ $uri.html ${last};`,
        '    }',
        '}',
        '',
    ].join('\n');
}

export function staticDockerfile(blueprint: StaticBlueprint, options: RecipeOptions): Dockerfile {
    return {
        header,
        stages: [
            ...(blueprint.made === undefined ? [] : [makingStage(blueprint.made, options)]),
            {
                image: imageName(`nginx:${blueprint.version}`, options),
                comment: "Pinned to a minor version of nginx's stable line; the last number is left open for security fixes.",
                steps: [
                    { kind: 'gap' },
                    { kind: 'env', values: { PORT: String(blueprint.port) } },
                    {
                        kind: 'run',
                        commands: [
                            "sed -i -e 's#^pid .*#pid /tmp/nginx.pid;#' -e '/^user /d' /etc/nginx/nginx.conf",
                            'mkdir -p /etc/nginx/templates',
                            `printf '${serverBlock(blueprint).replaceAll('\n', String.raw`\n`)}' > /etc/nginx/templates/default.conf.template`,
                            'chown -R 101:101 /etc/nginx/conf.d /var/cache/nginx',
                        ],
                        comment:
                            "nginx listens on $PORT, above 1024, so that it needs no root; the image's entry point fills the template in.",
                    },
                    blueprint.made === undefined
                        ? { kind: 'copy', sources: [blueprint.root === '' ? '.' : `${blueprint.root}/`], target: '/usr/share/nginx/html/' }
                        : { kind: 'copy', sources: ['/site/'], target: '/usr/share/nginx/html/', from: 'build' },
                    { kind: 'gap' },
                    {
                        kind: 'user',
                        name: '101:101',
                        comment: "The image's own user `nginx`, as a number, so that a platform can check that it is not root.",
                    },
                    { kind: 'expose', ports: [blueprint.port] },
                    {
                        kind: 'entrypoint',
                        command: ['/docker-entrypoint.sh'],
                        comment: "The image's own, which fills in the template.",
                    },
                    { kind: 'cmd', command: ['nginx', '-g', 'daemon off;'] },
                ],
            },
        ],
    };
}
