import type { Site } from '../stack';
import { sourceOf } from './compiledSource';
import type { NodeFramework } from './nodeFrameworks';
import type { PackageJson } from './packageJson';

/** More sources than an app for one of those runtimes has; of a larger one the list is believed. */
const mostSearched = 100;

/** Code for Cloudflare's runtime, which neither Node nor Bun runs: its tool serves it, and no script starts a server of another runtime. */
export async function isWorker({ folder }: Site, manifest: PackageJson, framework: NodeFramework | undefined): Promise<boolean> {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const settings = folder.files.find((file) => /^wrangler\.(toml|jsonc?)(\.example)?$/.test(file));
    // Without a script of its own it only says where a built site is uploaded from.
    const configured = settings !== undefined && /(?:^|[{,])[ \t]*["']?main["']?\s*[=:]/m.test((await folder.text(settings)) ?? '');
    const scripts = Object.values(manifest.scripts).join('\n');
    const started = /(^|[\s&])(?:node|bun(?: run)?|tsx|ts-node|nodemon)\s+(?:\.\/)?([\w./-]*\.[mc]?[jt]s)\b/m.exec(
        manifest.scripts.start ?? manifest.scripts.serve ?? '',
    )?.[2];
    const elsewhere =
        (framework?.kind === 'server' && !['Hono', 'Elysia', 'MCP'].includes(framework.name)) ||
        ['next', 'nuxt', 'astro', '@sveltejs/kit', 'express', 'fastify', 'koa'].some((name) => name in all) || // prettier-ignore
        (!('@cloudflare/vite-plugin' in all) && ['@react-router/serve', '@remix-run/serve'].some((name) => name in all)) ||
        /(^|[\s&])(react-router-serve|remix-serve)\s/.test(manifest.scripts.start ?? '') ||
        (started !== undefined && (folder.has(started) || sourceOf(folder, started) !== undefined)) ||
        (configured && (await usesNodeServer(folder, all)));
    return configured && !elsewhere && (/\bwrangler\b/.test(scripts) || 'wrangler' in all || '@cloudflare/vite-plugin' in all);
}

/** True where Hono's server for Node is imported, not only left in the list by the template that the code was made from. */
async function usesNodeServer(folder: Site['folder'], listed: Readonly<Record<string, string>>): Promise<boolean> {
    if (!('@hono/node-server' in listed)) {
        return false;
    }
    const sources = folder.files.filter((file) => /\.[mc]?[jt]sx?$/.test(file) && !/(^|\/)(node_modules|dist|build)\//.test(file));
    for (const file of sources.slice(0, mostSearched)) {
        if (/['"]@hono\/node-server['"/]/.test((await folder.text(file)) ?? '')) {
            return true;
        }
    }
    return sources.length > mostSearched;
}

/** Scripts that only call Deno, whose own settings are there: what they start is for no other runtime. */
export function isForDeno({ folder }: Site, manifest: PackageJson): boolean {
    const scripts = Object.values(manifest.scripts).join('\n');
    return (
        ['deno.json', 'deno.jsonc'].some((file) => folder.has(file)) &&
        /\bdeno\s+(run|task|serve|compile)\b/.test(scripts) &&
        !/(^|[\s&])(node|bun|tsx|ts-node|nodemon|next|nuxt|vite|astro|nest)\b/m.test(scripts)
    );
}
