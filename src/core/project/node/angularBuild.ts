import { parse as parseJsonc } from 'jsonc-parser';

/** What Angular's settings say of the build of the app: the first of their projects that is one. */
export interface AngularBuild {
    /** The folder of everything that it leaves. */
    readonly output: string;
    /** The folder of the pages. */
    readonly pages: string;
    readonly builder: string;
    readonly rendersAt: 'request' | 'build' | 'nowhere';
    /** There is a build of the server beside that of the pages, as before Angular 17. */
    readonly hasServer: boolean;
}

/** Paths that a Dockerfile and a shell take for nothing more, once they are quoted. */
const plain = /^(?!-)[\w@.+-][\w@.+ -]*(?:\/[\w@.+-][\w@.+ -]*)*$/;

/** Reads `angular.json`; `named` is what the app is called where that does not say. Undefined where it holds libraries only. */
export function angularBuild(text: string, named: string): AngularBuild | undefined {
    const projects = Object.entries(record(record(parseJsonc(text) as unknown).projects));
    const app = projects.find(([, each]) => record(each).projectType !== 'library');
    if (app === undefined && projects.length > 0) {
        return undefined;
    }
    const [name, project] = app ?? [named, {}];
    const targets = record(record(project).architect ?? record(project).targets);
    const { builder: stated, options: given } = record(targets.build);
    const builder = typeof stated === 'string' ? stated : '';
    const isApplication = /^@angular(-devkit)?\/build(-angular)?:application$/.test(builder);
    const options = record(given);
    const { outputPath } = options;
    // Since Angular 17 it may name the folders within it as well.
    const folders = record(outputPath);
    const output = [typeof outputPath === 'string' ? outputPath : folders.base, `dist/${name}`, 'dist/app'].map(cleaned).find(isPlain);
    const inside = folders.browser === undefined ? 'browser' : cleaned(folders.browser);
    const base = output ?? 'dist/app';
    return {
        output: base,
        pages: isApplication && inside !== '' ? `${base}/${isPlain(inside) ? inside : 'browser'}` : base,
        builder,
        rendersAt:
            !isApplication || (options.ssr !== true && (typeof options.ssr !== 'object' || options.ssr === null))
                ? 'nowhere'
                : options.outputMode === 'static'
                  ? 'build'
                  : 'request',
        hasServer: Object.values(targets).some((target) => record(target).builder === '@angular-devkit/build-angular:server'),
    };
}

function isPlain(path: string): boolean {
    return plain.test(path);
}

function cleaned(path: unknown): string {
    return typeof path === 'string' ? path.replace(/^\.\//, '').replace(/\/$/, '') : '';
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
