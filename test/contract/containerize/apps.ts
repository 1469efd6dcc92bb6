import type { Overrides } from '../../../src/core/project/factSheet';
import type { RecipeOptions } from '../../../src/core/dockerfile/recipeOptions';

/** A fixture project that is really built, run and asked. */
export interface App {
    /** Its folder in test/fixtures/apps. */
    readonly name: string;
    /** `long` ones are built with SLIPWAY_LONG=1 only. */
    readonly when: 'always' | 'long';
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
    { name: 'flask-pip', when: 'always', bases: python },
    { name: 'flask-factory', when: 'always', bases: ['python:3.11-slim'] },
    { name: 'fastapi-uv', when: 'always', bases: python },
    { name: 'express-npm', when: 'always', bases: node },
    { name: 'flask-hashed', when: 'always', bases: python },
    { name: 'http-plain', when: 'always', bases: node },
    { name: 'django-pip', when: 'always', bases: python, says: 'django-pip serves 0 books', env: { SECRET_KEY: 'only-a-test' } },
    { name: 'hono-ts', when: 'always', bases: node, path: '/health', says: 'ok' },
    { name: 'flask-setupcfg', when: 'always', bases: python },
    { name: 'vite-spa', when: 'always', bases: node, path: '/some/route' },
    { name: 'flask-conda', when: 'always', bases: python },
    { name: 'koa-yarn', when: 'always', bases: node, fixedPort: 4000 },
    { name: 'flask-pipenv', when: 'always', bases: ['python:3.11-slim'] },
    { name: 'express-pnpm', when: 'always', bases: node },
    { name: 'starlette-pdm', when: 'always', bases: python },
    { name: 'fastify-npm', when: 'always', bases: node },
    { name: 'bun-serve', when: 'always', bases: node },
    { name: 'sveltekit-app', when: 'always', bases: node },
    { name: 'nest-app', when: 'always', bases: node },
    { name: 'react-router-app', when: 'long', bases: node },
    { name: 'astro-node', when: 'always', bases: node },
    { name: 'nuxt-app', when: 'long', bases: node },
    // A member of a workspace, built from the root; its code listens on localhost and reads another variable than PORT.
    { name: 'workspace-npm', when: 'always', bases: node, says: 'hello from the workspace' },
    // A member of a uv workspace, built from the root with its lock and the member that it leans on.
    { name: 'workspace-uv', when: 'always', bases: python, says: 'hello from the workspace' },
    { name: 'fastapi-poetry', when: 'always', bases: python },
    { name: 'aiohttp-app', when: 'always', bases: python },
    { name: 'wsgi-plain', when: 'always', bases: python, ...plain },
    { name: 'bottle-script', when: 'always', bases: python },
    // A GET is no call of a tool: that it is refused in the protocol's own words shows that the server listens.
    { name: 'mcp-fastmcp', when: 'always', bases: python, path: '/mcp', status: 406, says: 'jsonrpc' },
    // In the version that Debian has, where that is another one than the project would get.
    { name: 'static-site', when: 'always', bases: ['nginx:1.26'], overrides: { runtimeVersion: '1.26' } },
    { name: 'php-plain', when: 'always', bases: ['php:8.4-apache'], overrides: { runtimeVersion: '8.4' } },
    { name: 'go-http', when: 'always', bases: ['golang:1.24', 'debian:trixie-slim'] },
    { name: 'ruby-sinatra', when: 'always', bases: ['ruby:3.3-slim'] },
    { name: 'rust-http', when: 'always', bases: ['rust:1.85', 'debian:trixie-slim'], overrides: { runtimeVersion: '1.85' } },
    {
        name: 'java-maven',
        when: 'always',
        bases: ['maven:3.9-eclipse-temurin-21', 'eclipse-temurin:21-jre'],
        overrides: { runtimeVersion: '21' },
    },
    { name: 'next-standalone', when: 'long', bases: node },
];
