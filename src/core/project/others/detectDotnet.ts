import { readDockerfile } from '../../dockerfile/readDockerfile';
import { withoutComments } from '../node/nodePorts';
import type { Folder } from '../folder';
import { noNeeds, type Detection, type Site } from '../stack';
import { findInText } from '../textLines';
import { wantedSdk, restoredFrom } from './dotnetBuild';
import { findLoopbacks } from './loopback';
import { settle } from './shape';

/** ASP.NET Core: the project file whose SDK is the web's. */
export async function detectDotnet(site: Site): Promise<Detection | undefined> {
    const { folder } = site;
    const projects = folder.files
        .filter((file) => /\.(cs|fs|vb)proj$/.test(file) && !/(^|[./])(tests?|specs?|benchmarks?|samples?)([./]|$)/i.test(file))
        .sort((a, b) => a.split('/').length - b.split('/').length);
    const web: { file: string; text: string; assembly: string }[] = [];
    for (const file of projects.slice(0, 40)) {
        const text = (await folder.text(file)) ?? '';
        if (/Sdk\s*=\s*"Microsoft\.NET\.Sdk\.(Web|BlazorWebAssembly)"|Microsoft\.AspNetCore\.App/.test(text)) {
            const stem = (file.split('/').at(-1) ?? '').replace(/\.\w+proj$/, '');
            web.push({ file, text, assembly: /<AssemblyName>([^<$]+)<\/AssemblyName>/.exec(text)?.[1]?.trim() ?? stem });
        }
    }
    // What runs in the browser is published with the server that references it.
    const isServer = ({ text }: { text: string }) => !text.includes('Microsoft.NET.Sdk.BlazorWebAssembly');
    const asked = web.find(({ assembly }) => `${assembly}.dll` === site.facts.overrides.entry);
    const chosen = asked ?? mostMeant(folder, web.filter(isServer)) ?? web[0];
    // They share a build context with what they reference, so that the others are choices of one project, not projects of their own.
    for (const other of web.filter((each) => each !== chosen && isServer(each))) {
        site.facts.offer('entry', `${other.assembly}.dll`, { file: other.file, line: 1 }, 'guess');
    }
    if (chosen !== undefined && site.facts.overrides.entry === undefined && (await isBuiltInside(folder, chosen.file))) {
        return undefined;
    }
    for (const { file, text, assembly } of chosen === undefined ? [] : [chosen]) {
        const target = findInText(text, /<TargetFrameworks?>\s*net(?:coreapp)?(\d+\.\d+)/);
        const central =
            target === undefined
                ? findInText((await folder.text('Directory.Build.props')) ?? '', /<TargetFrameworks?>\s*net(\d+\.\d+)/)
                : undefined;
        const version = target?.match[1] ?? central?.match[1];
        const directory = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
        const settings = await folder.text(`${directory}appsettings.json`);
        const kestrel = findInText(settings ?? '', /"Url"\s*:\s*"http:\/\/[^:"]+:(\d{2,5})/);
        const program = await folder.text(`${directory}Program.cs`);
        const urls = findInText(program ?? '', /(?:UseUrls|Urls\.Add|app\.Run)\(\s*\$?"http:\/\/[^:"]+:(\d{2,5})/);
        const own = directory === '' ? undefined : await exposedBy(folder, `${directory}Dockerfile`);
        const sdk = await wantedSdk(folder);
        const shared = `${text}${(await folder.text('Directory.Build.props')) ?? ''}`;
        const packing = ['PublishAot', 'PublishSingleFile', 'PublishTrimmed', 'SelfContained'].filter((name) =>
            new RegExp(`<${name}>\\s*true\\b`, 'i').test(shared),
        );
        const manifests = await restoredFrom(folder, file);
        const apart = web
            .filter((other) => other !== chosen && !text.includes(other.file.slice(other.file.lastIndexOf('/') + 1)))
            .map((other) => other.file.slice(0, Math.max(other.file.lastIndexOf('/'), 0)))
            .filter((path) => path !== '' && !file.startsWith(`${path}/`));
        return settle(site, {
            language: file.endsWith('.fsproj') ? 'F#' : file.endsWith('.vbproj') ? 'Visual Basic' : 'C#',
            framework: 'ASP.NET Core',
            entry: `${assembly}.dll`,
            server: 'dotnet',
            manager: 'nuget',
            version: {
                value: version ?? '10.0',
                file: target === undefined && central !== undefined ? 'Directory.Build.props' : file,
                line: (target ?? central)?.line ?? 1,
                confidence: version === undefined ? 'guess' : 'certain',
            },
            place: { file, line: 1 },
            ...(kestrel !== undefined
                ? {
                      port: {
                          value: Number(kestrel.match[1]),
                          file: `${directory}appsettings.json`,
                          line: kestrel.line,
                          confidence: 'certain' as const,
                      },
                  }
                : urls !== undefined
                  ? {
                        port: {
                            value: Number(urls.match[1]),
                            file: `${directory}Program.cs`,
                            line: urls.line,
                            confidence: 'certain' as const,
                        },
                    }
                  : own !== undefined
                    ? { port: own }
                    : {}),
            defaultPort: 8080,
            certainty: 88,
            ...(apart.length > 0 && { apart }),
            ...findLoopbacks(
                site,
                [
                    { file: `${directory}Program.cs`, text: program ?? '', code: withoutComments(program ?? '') },
                    { file: `${directory}appsettings.json`, text: settings ?? '', code: settings ?? '' },
                ],
                [
                    /(?:UseUrls|Urls\.Add|app\.Run)\(\s*\$?"http:\/\/(localhost|127\.0\.0\.1)/,
                    /"Url"\s*:\s*"http:\/\/(localhost|127\.0\.0\.1)/,
                ],
            ),
            startCommand: () => ['dotnet', `${assembly}.dll`],
            blueprint: ({ port, version: dotnet }) => ({
                stack: 'dotnet',
                version: dotnet,
                ...(sdk !== undefined && { sdk }),
                project: file,
                assembly,
                ...(packing.length > 0 && { packing }),
                ...(manifests.length > 0 && { manifests }),
                ...(folder.has('.config/dotnet-tools.json') && { tools: 'tools' as const }),
                port,
            }),
        });
    }
    return (await onlyOnWindows(site, projects)) ?? (await withoutServer(site, projects));
}

/** Of several servers the one that is called like the solution, else one with pages, which is what people open; the others are asked by it. */
function mostMeant<Project extends { readonly file: string; readonly assembly: string }>(
    folder: Folder,
    servers: readonly Project[],
): Project | undefined {
    const solutions = folder.files.flatMap((file) => /([^/]+)\.slnx?$/.exec(file)?.[1]?.toLowerCase() ?? []);
    const hasPages = ({ file }: Project) => {
        const directory = file.slice(0, file.lastIndexOf('/') + 1);
        return folder.files.some((path) => path.startsWith(directory) && /\.(cshtml|razor)$/.test(path));
    };
    const [first, ...others] = servers;
    const depth = (project: Project | undefined) => project?.file.split('/').length;
    const beside = others.every((other) => depth(other) === depth(first)) ? servers : servers.slice(0, 1);
    return beside.find(({ assembly }) => solutions.includes(assembly.toLowerCase())) ?? beside.find(hasPages) ?? first;
}

/** The port that a Dockerfile beside a project further in exposes for HTTP: it says what its image listens on, from wherever it is built. */
async function exposedBy(folder: Folder, file: string) {
    const text = folder.has(file) ? await folder.text(file) : undefined;
    const plain = readDockerfile(text ?? '').ports.filter(({ port }) => port !== 443 && port !== 8443);
    // The app's user may not open those below everywhere.
    const first = plain.find(({ port }) => port >= 1024) ?? plain[0];
    return first === undefined ? undefined : { value: first.port, file, line: first.line, confidence: 'likely' as const };
}

/** True where a Dockerfile beside a project further in copies the project file by its bare name: that folder is what is built, and a project of its own. */
async function isBuiltInside(folder: Folder, file: string): Promise<boolean> {
    const at = file.lastIndexOf('/');
    const own = at < 0 || folder.has('Dockerfile') ? undefined : await folder.text(`${file.slice(0, at)}/Dockerfile`);
    return (
        own !== undefined &&
        [...own.matchAll(/^[ \t]*COPY[ \t]+(?:\[[ \t]*)?"?(?:\.\/)?([\w.*-]+\.(?:cs|fs|vb)proj)"?[ \t,]/gim)].some(
            ([, name = '']) => name === file.slice(at + 1) || name.startsWith('*.'),
        )
    );
}

/** .NET's generic host runs what waits for messages or times; any other console program is told as what it is. Azure's functions have a host of their own. */
async function withoutServer({ folder, facts }: Site, projects: readonly string[]): Promise<Detection | undefined> {
    const texts = await Promise.all(projects.slice(0, 40).map(async (file) => ({ file, text: (await folder.text(file)) ?? '' })));
    const programs = texts.filter(({ text }) => !text.includes('AzureFunctionsVersion') && /Sdk\.Worker\b|<OutputType>\s*Exe\b/.test(text));
    const workers = programs.filter(({ text }) => /Sdk\.Worker\b|"Microsoft\.Extensions\.Hosting"/.test(text));
    if (programs.length === 0) {
        return undefined;
    }
    for (const [at, { file }] of workers.entries()) {
        const place = { file, line: 1 };
        facts.offer('language', file.endsWith('.fsproj') ? 'F#' : file.endsWith('.vbproj') ? 'Visual Basic' : 'C#', place, 'certain');
        facts.offer('packageManager', 'nuget', place, 'certain');
        facts.offer('entry', `${(file.split('/').at(-1) ?? '').replace(/\.\w+proj$/, '')}.dll`, place, at === 0 ? 'likely' : 'guess');
    }
    const entry = facts.get('entry');
    const told = { reason: 'nothing in it listens on a port', findings: [], needs: noNeeds, edits: [] };
    return workers.length === 0 || entry === undefined
        ? { ...told, kind: 'none', certainty: 8 }
        : { ...told, kind: 'worker', certainty: 20, startCommand: ['dotnet', entry] };
}

/** A web project of the .NET Framework, which no Linux image runs. */
async function onlyOnWindows({ folder }: Site, projects: readonly string[]): Promise<Detection | undefined> {
    for (const file of projects.slice(0, 40)) {
        const text = (await folder.text(file)) ?? '';
        if (/<TargetFrameworkVersion>\s*v[1-4]|<TargetFrameworks?>\s*net4\d/.test(text) && /System\.Web\b|Microsoft\.AspNet\b/.test(text)) {
            return {
                kind: 'none',
                reason: 'it targets the .NET Framework, which only Windows runs; a container of Linux needs .NET 8 or later',
                findings: [],
                needs: noNeeds,
                edits: [],
                certainty: 60,
            };
        }
    }
    return undefined;
}
