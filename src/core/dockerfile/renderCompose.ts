import { stringify } from 'yaml';
import { contextOf, inContext } from '../project/contextOf';
import type { NeededService, NeededVariable, Profile } from '../project/profile';
import { imageName, type RecipeOptions } from './recipeOptions';

interface LocalService {
    readonly image: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly url: string;
    /** What is asked inside of the container until it answers. */
    readonly check: readonly string[];
    /** For variables that take an address apart, by the end of their names. */
    readonly parts: Readonly<Record<'port', string> & Partial<Record<'user' | 'password' | 'name', string>>>;
}

/** What a developer's machine runs in place of a service; the password is for that machine only. */
const images: Readonly<Record<string, LocalService>> = {
    postgres: {
        image: 'postgres:17',
        env: { POSTGRES_PASSWORD: 'local' },
        url: 'postgresql://postgres:local@postgres:5432/postgres',
        check: ['CMD', 'pg_isready', '-U', 'postgres'],
        parts: { port: '5432', user: 'postgres', password: 'local', name: 'postgres' },
    },
    mysql: {
        image: 'mysql:8.4',
        env: { MYSQL_ROOT_PASSWORD: 'local', MYSQL_DATABASE: 'app' },
        url: 'mysql://root:local@mysql:3306/app',
        check: ['CMD', 'mysqladmin', 'ping', '-h', '127.0.0.1', '-plocal'],
        parts: { port: '3306', user: 'root', password: 'local', name: 'app' },
    },
    redis: { image: 'redis:7', url: 'redis://redis:6379/0', check: ['CMD', 'redis-cli', 'ping'], parts: { port: '6379' } },
    mongodb: {
        image: 'mongo:8',
        url: 'mongodb://mongodb:27017/app',
        check: ['CMD', 'mongosh', '--quiet', '--eval', 'db.runCommand("ping").ok'],
        parts: { port: '27017', name: 'app' },
    },
    rabbitmq: {
        image: 'rabbitmq:4',
        url: 'amqp://guest:guest@rabbitmq:5672/',
        check: ['CMD', 'rabbitmq-diagnostics', '-q', 'ping'],
        parts: { port: '5672', user: 'guest', password: 'guest' },
    },
};

/** The names under which `docker compose` looks for its file, the first one wins. */
export const composeFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const;

/**
 * A `compose.yaml` for the developer's machine: each web project with its port, its variables (taken from there) and the services that it asks for. Projects
 * of the same port are published beside each other.
 */
export function renderCompose(projects: readonly Profile[], options: RecipeOptions): string {
    const web = projects.filter((project) => project.kind === 'web' && project.port !== undefined);
    const needed = web.flatMap((project) => project.needs.services).filter((service) => service.kind in images);
    const names = new Set(needed.map(({ kind }) => kind));
    const published = new Set<number>();
    const services = Object.fromEntries<unknown>([
        ...web.map((project): [string, unknown] => [
            serviceName(project, names),
            serviceOf(project, freePort(project.port ?? 0, published)),
        ]),
        ...needed.map(({ kind }): [string, unknown] => {
            const { image, env, check } = images[kind] ?? { image: kind };
            const healthcheck = { test: check, interval: '2s', timeout: '5s', retries: 30 };
            return [kind, { image: imageName(image, options), ...(env !== undefined && { environment: env }), healthcheck }];
        }),
    ]);
    return `# Made by Slipway, for your own machine: docker compose up --build\n${stringify({ services }, { lineWidth: 0 })}`;
}

/** The port, or the next one that no other project is published on. */
function freePort(port: number, taken: Set<number>): number {
    let free = port;
    while (taken.has(free)) {
        free += 1;
    }
    taken.add(free);
    return free;
}

function serviceOf(project: Profile, published: number): unknown {
    const services = project.needs.services.filter(({ kind }) => kind in images);
    const environment = Object.fromEntries<string>([
        ...project.needs.variables.filter((variable) => variable.required).map(({ name }): [string, string] => [name, `\${${name}}`]),
        ...services.flatMap((service) => addressed(service, project.needs.variables)),
    ]);
    return {
        build:
            contextOf(project) === project.folder
                ? here(project.folder)
                : { context: here(contextOf(project)), dockerfile: asWritten(inContext(project, 'Dockerfile')) },
        ports: [`127.0.0.1:${published}:${project.port ?? published}`],
        ...(Object.keys(environment).length > 0 && { environment }),
        ...(services.length > 0 && {
            depends_on: Object.fromEntries(services.map(({ kind }) => [kind, { condition: 'service_healthy' }])),
        }),
    };
}

function here(folder: string): string {
    return folder === '' ? '.' : `./${asWritten(folder)}`;
}

/** Compose puts a variable where a single dollar stands. */
function asWritten(path: string): string {
    return path.replaceAll('$', '$$$$');
}

/** The variables by which the app finds a service: its whole address, or its host with what goes by the same name (`DB_HOST`, `DB_PASSWORD` …). */
function addressed({ kind, variable }: NeededService, variables: readonly NeededVariable[]): [string, string][] {
    const known = images[kind];
    if (variable === undefined || known === undefined) {
        return [];
    }
    if (/URL|URI|DSN/.test(variable)) {
        return [[variable, known.url]];
    }
    const prefix = /^(.*?)_?(?:HOST|HOSTNAME|SERVER)$/.exec(variable)?.[1];
    if (prefix === undefined) {
        return [];
    }
    const { port, user, password, name } = known.parts;
    const ends: readonly (readonly [end: RegExp, value: string | undefined])[] = [
        [/^_?PORT$/, port],
        [/^_?USER(NAME)?$/, user],
        [/^_?(PASS|PASSWORD|PASSWD)$/, password],
        [/^_?(NAME|DB|DATABASE|DBNAME)$/, name],
    ];
    const others = variables.flatMap((each): [string, string][] => {
        const rest = each.name.startsWith(prefix) ? each.name.slice(prefix.length) : '';
        const value = ends.find(([end]) => end.test(rest))?.[1];
        return value === undefined ? [] : [[each.name, value]];
    });
    return [[variable, kind], ...others];
}

/** The folder's name as compose takes one, unlike any that is taken. */
function serviceName({ folder }: Profile, taken: Set<string>): string {
    const written = folder.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''); // prettier-ignore
    const wanted = written === '' ? 'web' : written;
    let name = wanted;
    for (let at = 2; taken.has(name); at += 1) {
        name = `${wanted}-${at}`;
    }
    taken.add(name);
    return name;
}
