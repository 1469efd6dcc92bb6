import { stringify } from 'yaml';
import { contextOf, inContext } from '../project/contextOf';
import type { NeededService, Profile } from '../project/profile';

/** What a developer's machine runs in place of a service; the password is for that machine only. */
const images: Readonly<Record<string, { readonly image: string; readonly env?: Readonly<Record<string, string>>; readonly url: string }>> =
    {
        postgres: {
            image: 'postgres:17',
            env: { POSTGRES_PASSWORD: 'local' },
            url: 'postgresql://postgres:local@postgres:5432/postgres',
        },
        mysql: {
            image: 'mysql:8.4',
            env: { MYSQL_ROOT_PASSWORD: 'local', MYSQL_DATABASE: 'app' },
            url: 'mysql://root:local@mysql:3306/app',
        },
        redis: { image: 'redis:7', url: 'redis://redis:6379/0' },
        mongodb: { image: 'mongo:8', url: 'mongodb://mongodb:27017/app' },
        rabbitmq: { image: 'rabbitmq:4', url: 'amqp://guest:guest@rabbitmq:5672/' },
    };

/** A `compose.yaml` for the developer's machine: each web project with its port, its variables (taken from there) and the services that it asks for. */
export function renderCompose(projects: readonly Profile[]): string {
    const web = projects.filter((project) => project.kind === 'web' && project.port !== undefined);
    const needed = web.flatMap((project) => project.needs.services).filter((service) => service.kind in images);
    const services = Object.fromEntries<unknown>([
        ...web.map((project, at): [string, unknown] => [serviceName(project, at), serviceOf(project)]),
        ...needed.map(({ kind }): [string, unknown] => {
            const { image, env } = images[kind] ?? { image: kind };
            return [kind, { image, ...(env !== undefined && { environment: env }) }];
        }),
    ]);
    return `# Made by Slipway, for your own machine: docker compose up --build\n${stringify({ services }, { lineWidth: 0 })}`;
}

function serviceOf(project: Profile): unknown {
    const port = String(project.port);
    const services = project.needs.services.filter(({ kind }) => kind in images);
    const environment = Object.fromEntries<string>([
        ...project.needs.variables.filter((variable) => variable.required).map(({ name }): [string, string] => [name, `\${${name}}`]),
        ...services.flatMap((service) => url(service)),
    ]);
    return {
        build:
            contextOf(project) === project.folder
                ? here(project.folder)
                : { context: here(contextOf(project)), dockerfile: inContext(project, 'Dockerfile') },
        ports: [`127.0.0.1:${port}:${port}`],
        ...(Object.keys(environment).length > 0 && { environment }),
        ...(services.length > 0 && { depends_on: [...new Set(services.map(({ kind }) => kind))] }),
    };
}

function here(folder: string): string {
    return folder === '' ? '.' : `./${folder}`;
}

function url({ kind, variable }: NeededService): [string, string][] {
    const known = images[kind];
    return variable === undefined || known === undefined || !/URL|URI|DSN/.test(variable) ? [] : [[variable, known.url]];
}

function serviceName(project: Profile, at: number): string {
    const name = project.folder.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''); // prettier-ignore
    return name === '' ? (at === 0 ? 'web' : `web-${at + 1}`) : name;
}
