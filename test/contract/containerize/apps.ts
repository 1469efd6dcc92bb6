import type { Overrides } from '../../../src/core/project/factSheet';
import type { RecipeOptions } from '../../../src/core/dockerfile/recipeOptions';

/** A fixture project that is really built, run and asked. */
export interface App {
    /** Its folder in test/fixtures/apps. */
    readonly name: string;
    /** Base images by the names of `scripts/baseImages.mjs`. */
    readonly bases: readonly string[];
    readonly path?: string;
    readonly status?: number;
    /** Part of the answer; `NAME serves` unless given. */
    readonly says?: string;
    readonly env?: Readonly<Record<string, string>>;
    /** The port that the code itself insists on; every other app is given another $PORT than its default. */
    readonly fixedPort?: number;
    /** What the stand-in has instead of what the project asks for. */
    readonly overrides?: Overrides;
    readonly recipe?: Partial<RecipeOptions>;
    readonly builder?: 'classic';
    /** Ports to publish beside the app's own. */
    readonly extraPorts?: readonly number[];
}

const python = ['python:3.13-slim'];
const node = ['node:22-slim'];
const plain = { recipe: { caches: 'plain' }, builder: 'classic' } as const;

export const apps: readonly App[] = [
    { name: 'flask-pip', bases: python },
    { name: 'flask-factory', bases: ['python:3.11-slim'] },
    { name: 'fastapi-uv', bases: python },
    { name: 'express-npm', bases: node },
    { name: 'flask-hashed', bases: python },
    { name: 'http-plain', bases: node },
    { name: 'django-pip', bases: python, says: 'django-pip serves 0 books', env: { SECRET_KEY: 'only-a-test' } },
    { name: 'hono-ts', bases: node, path: '/health', says: 'ok' },
    { name: 'flask-setupcfg', bases: python },
    { name: 'vite-spa', bases: node, path: '/some/route' },
    { name: 'flask-conda', bases: python },
    { name: 'koa-yarn', bases: node, fixedPort: 4000 },
    { name: 'flask-pipenv', bases: ['python:3.11-slim'] },
    { name: 'express-pnpm', bases: node },
    { name: 'starlette-pdm', bases: python },
    { name: 'fastify-npm', bases: node },
    { name: 'bun-serve', bases: node },
    { name: 'sveltekit-app', bases: node },
    { name: 'nest-app', bases: node },
    { name: 'astro-node', bases: node },
    { name: 'nuxt-app', bases: node },
    // A member of a workspace, built from the root; its code listens on localhost and reads another variable than PORT.
    { name: 'workspace-npm', bases: node, says: 'hello from the workspace' },
    // A member of a uv workspace, built from the root with its lock and the member that it leans on.
    { name: 'workspace-uv', bases: python, says: 'hello from the workspace' },
    { name: 'fastapi-poetry', bases: python },
    { name: 'aiohttp-app', bases: python },
    { name: 'wsgi-plain', bases: python, ...plain },
    { name: 'bottle-script', bases: python },
    { name: 'quart-app', bases: python },
    { name: 'litestar-app', bases: python },
    { name: 'sanic-app', bases: python },
    { name: 'tornado-app', bases: python },
    { name: 'asgi-plain', bases: python },
    { name: 'aiohttp-import', bases: python, fixedPort: 8080 },
    { name: 'flask-piptools', bases: python },
    // Its list is UTF-16 with Windows' line ends, and names Gunicorn with a capital.
    { name: 'flask-windows', bases: python },
    { name: 'flask-startup', bases: python },
    { name: 'fastapi-namespace', bases: python, path: '/generate' },
    // manage.py and the project package are below the folder that has pyproject.toml and uv.lock.
    { name: 'django-uv-inner', bases: python },
    { name: 'fastapi-bicep', bases: python },
    { name: 'django-asgi', bases: python },
    { name: 'dash-app', bases: python, says: '<title>dash-app serves</title>' },
    { name: 'gradio-app', bases: python },
    { name: 'streamlit-app', bases: python, path: '/_stcore/health', says: 'ok' },
    // A GET is no call of a tool: that it is refused in the protocol's own words shows that the server listens.
    { name: 'mcp-fastmcp', bases: python, path: '/mcp', status: 406, says: 'jsonrpc' },
    // In the version that Debian has, where that is another one than the project would get.
    { name: 'static-site', bases: ['nginx:1.26'], overrides: { runtimeVersion: '1.26' } },
    { name: 'php-plain', bases: ['php:8.4-apache'], overrides: { runtimeVersion: '8.4' } },
    { name: 'go-http', bases: ['golang:1.24', 'debian:trixie-slim'] },
    { name: 'ruby-sinatra', bases: ['ruby:3.3-slim'] },
    { name: 'rust-http', bases: ['rust:1.85', 'debian:trixie-slim'], overrides: { runtimeVersion: '1.85' } },
    {
        name: 'java-maven',
        bases: ['maven:3.9-eclipse-temurin-21', 'eclipse-temurin:21-jre'],
        overrides: { runtimeVersion: '21' },
    },
    { name: 'next-standalone', bases: node },
    { name: 'fastify-ts', bases: node },
    { name: 'react-router', bases: node },
];
