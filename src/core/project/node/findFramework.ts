import type { Site } from '../stack';
import { nodeFrameworks } from './nodeFrameworks';
import type { NodeFramework } from './nodeFrameworks';
import type { PackageJson } from './packageJson';

/** The framework that decides what is started, and the package of the manifest that it is known by. */
export function findFramework(site: Site, manifest: PackageJson): readonly [string, NodeFramework] | undefined {
    const { folder, facts } = site;
    const wanted = facts.overrides.framework;
    if (wanted !== undefined) {
        return nodeFrameworks.find(([, framework]) => framework.name.toLowerCase() === wanted.toLowerCase());
    }
    const runtime = nodeFrameworks.find(([name]) => name in manifest.dependencies);
    // A member of a workspace may have it from a package that it depends on.
    const borrowed = /(?:^|[\s&;])next build\b/.test(manifest.scripts.build ?? '')
        ? nodeFrameworks.find(([name]) => name === 'next')
        : undefined;
    if (borrowed !== undefined && runtime === undefined) {
        return borrowed;
    }
    // Angular's server has Express among the dependencies, too; what runs is what Angular builds of both.
    if (folder.has('angular.json') && ('@angular/ssr' in manifest.dependencies || '@nguniversal/express-engine' in manifest.dependencies)) {
        return nodeFrameworks.find(([name]) => name === '@angular/core');
    }
    const any = nodeFrameworks.find(([name]) => name in manifest.dependencies || name in manifest.devDependencies);
    // A bundler among the dependencies of an Express app builds its front end: what listens decides.
    if (runtime !== undefined && any !== undefined && runtime[1].kind === 'server' && any[1].kind === 'static') {
        return runtime;
    }
    if (any?.[1].kind === 'server' && !servesItself(site, manifest)) {
        return nodeFrameworks.find(([name]) => name === 'vite');
    }
    // What only stands in for the real server while one develops is not what is deployed.
    if (any?.[1].kind === 'server' && runtime !== undefined && !(any[0] in manifest.dependencies)) {
        return runtime;
    }
    if (any?.[1].kind === 'server' && runtime === undefined) {
        // Only a development server (json-server, ws for tests): the rest of the list decides.
        return nodeFrameworks.find(([name, framework]) => framework.kind !== 'server' && name in manifest.devDependencies) ?? any;
    }
    return any;
}

/**
 * False when everything that the project states is about its page: Vite develops and builds it, and nothing, no script nor a deployment file, starts a
 * server, although one lies beside (to answer in place of the real one).
 */
function servesItself({ folder, hints }: Site, manifest: PackageJson): boolean {
    const scripts = Object.values(manifest.scripts).join('\n');
    return !(
        folder.has('index.html') &&
        'vite' in { ...manifest.dependencies, ...manifest.devDependencies } &&
        /^vite( build)?\b/m.test(scripts) &&
        manifest.scripts.start === undefined &&
        manifest.main === undefined &&
        hints.commands.length === 0 &&
        !/\b(node|nodemon|ts-node|tsx|bun|deno|pm2|express|fastify|concurrently|run-p|npm-run-all|server)\b/.test(scripts)
    );
}
