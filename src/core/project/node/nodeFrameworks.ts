/** How an app of a Node framework comes to serve. */
export interface NodeFramework {
    readonly name: string;
    /** server: the project's own script listens. built: the framework's build makes the server. static: the build makes files. */
    readonly kind: 'server' | 'built' | 'static';
    readonly port: number;
}

/** By the package that says so, the one that decides first. A framework that builds a site wins over a library that it may use inside. */
export const nodeFrameworks: readonly (readonly [string, NodeFramework])[] = [
    ['next', { name: 'Next.js', kind: 'built', port: 3000 }],
    ['nuxt', { name: 'Nuxt', kind: 'built', port: 3000 }],
    ['nuxt3', { name: 'Nuxt', kind: 'built', port: 3000 }],
    ['@sveltejs/kit', { name: 'SvelteKit', kind: 'built', port: 3000 }],
    ['@react-router/serve', { name: 'React Router', kind: 'built', port: 3000 }],
    ['@react-router/dev', { name: 'React Router', kind: 'built', port: 3000 }],
    ['@remix-run/serve', { name: 'Remix', kind: 'built', port: 3000 }],
    ['@remix-run/node', { name: 'Remix', kind: 'built', port: 3000 }],
    ['@remix-run/react', { name: 'Remix', kind: 'built', port: 3000 }],
    ['astro', { name: 'Astro', kind: 'built', port: 4321 }],
    ['@tanstack/react-start', { name: 'TanStack Start', kind: 'built', port: 3000 }],
    ['@solidjs/start', { name: 'SolidStart', kind: 'built', port: 3000 }],
    ['@nestjs/core', { name: 'NestJS', kind: 'server', port: 3000 }],
    ['@adonisjs/core', { name: 'AdonisJS', kind: 'server', port: 3333 }],
    ['@strapi/strapi', { name: 'Strapi', kind: 'server', port: 1337 }],
    ['@keystone-6/core', { name: 'Keystone', kind: 'server', port: 3000 }],
    ['@feathersjs/feathers', { name: 'Feathers', kind: 'server', port: 3030 }],
    ['sails', { name: 'Sails', kind: 'server', port: 1337 }],
    ['@modelcontextprotocol/sdk', { name: 'MCP', kind: 'server', port: 3000 }],
    ['fastify', { name: 'Fastify', kind: 'server', port: 3000 }],
    ['hono', { name: 'Hono', kind: 'server', port: 3000 }],
    ['elysia', { name: 'Elysia', kind: 'server', port: 3000 }],
    ['@hapi/hapi', { name: 'hapi', kind: 'server', port: 3000 }],
    ['hapi', { name: 'hapi', kind: 'server', port: 3000 }],
    ['koa', { name: 'Koa', kind: 'server', port: 3000 }],
    ['express', { name: 'Express', kind: 'server', port: 3000 }],
    ['restify', { name: 'Restify', kind: 'server', port: 8080 }],
    ['micro', { name: 'micro', kind: 'server', port: 3000 }],
    ['polka', { name: 'Polka', kind: 'server', port: 3000 }],
    ['h3', { name: 'h3', kind: 'server', port: 3000 }],
    ['@apollo/server', { name: 'Apollo Server', kind: 'server', port: 4000 }],
    ['apollo-server', { name: 'Apollo Server', kind: 'server', port: 4000 }],
    ['graphql-yoga', { name: 'GraphQL Yoga', kind: 'server', port: 4000 }],
    ['json-server', { name: 'json-server', kind: 'server', port: 3000 }],
    ['socket.io', { name: 'Socket.IO', kind: 'server', port: 3000 }],
    ['ws', { name: 'ws', kind: 'server', port: 8080 }],
    ['gatsby', { name: 'Gatsby', kind: 'static', port: 8080 }],
    ['@angular/core', { name: 'Angular', kind: 'static', port: 8080 }],
    ['react-scripts', { name: 'Create React App', kind: 'static', port: 8080 }],
    ['@vue/cli-service', { name: 'Vue CLI', kind: 'static', port: 8080 }],
    ['@docusaurus/core', { name: 'Docusaurus', kind: 'static', port: 8080 }],
    ['vitepress', { name: 'VitePress', kind: 'static', port: 8080 }],
    ['@11ty/eleventy', { name: 'Eleventy', kind: 'static', port: 8080 }],
    ['vite', { name: 'Vite', kind: 'static', port: 8080 }],
    ['parcel', { name: 'Parcel', kind: 'static', port: 8080 }],
    ['webpack', { name: 'webpack', kind: 'static', port: 8080 }],
    ['rollup', { name: 'Rollup', kind: 'static', port: 8080 }],
    ['esbuild', { name: 'esbuild', kind: 'static', port: 8080 }],
]; // prettier-ignore
