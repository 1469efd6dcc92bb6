import { servicePorts } from '../hints/collectHints';
import { exampleFile, exampleVariables } from '../needs/exampleVariables';
import { withoutComments } from '../node/nodePorts';
import type { Detection, Site } from '../stack';
import { findInText, lineAt } from '../textLines';
import { binaryCommand } from '../../dockerfile/recipes/compiled';
import { configPort } from './configPort';
import { goDemands } from './demands';
import { examplePort } from './examplePort';
import { findLoopbacks } from './loopback';
import { runtimePaths } from './runtimePaths';
import { settle } from './shape';

const frameworks: readonly (readonly [string, string])[] = [
    ['github.com/gin-gonic/gin', 'Gin'], ['github.com/labstack/echo', 'Echo'], ['github.com/gofiber/fiber', 'Fiber'], ['github.com/go-chi/chi', 'Chi'], ['github.com/gorilla/mux', 'Gorilla'], ['github.com/beego/beego', 'Beego'], ['github.com/astaxie/beego', 'Beego'], ['github.com/revel/revel', 'Revel'], ['github.com/gobuffalo/buffalo', 'Buffalo'], ['github.com/julienschmidt/httprouter', 'httprouter'], ['github.com/valyala/fasthttp', 'fasthttp'], ['github.com/go-martini/martini', 'Martini'], ['github.com/kataras/iris', 'Iris'], ['github.com/cloudwego/hertz', 'Hertz'], ['goji.io', 'Goji'],
]; // prettier-ignore

/** Go modules: the main package that listens. */
export async function detectGo(site: Site): Promise<Detection | undefined> {
    const { folder } = site;
    const mod = await folder.text('go.mod');
    const sources = folder.files.filter(
        (file) =>
            file.endsWith('.go') && !file.endsWith('_test.go') && !/(^|\/)(vendor|Godeps|testdata|examples?|internal\/test)\//.test(file),
    );
    if (sources.length === 0 || (mod === undefined && !sources.some((file) => !file.includes('/')))) {
        return undefined;
    }
    const mains: { file: string; text: string; score: number }[] = [];
    await folder.prefetch(sources.slice(0, 400));
    for (const file of sources.filter((path) => path.split('/').length <= 4).slice(0, 400)) {
        const text = (await folder.text(file)) ?? '';
        if (/^package main\b/m.test(text) && /^func main\(\)/m.test(text)) {
            const listens = /ListenAndServe|\.Run\(|\.Listen\(|\.Start\(|http\.Serve/.test(text) ? 20 : 0;
            const named = /(^|\/)(server|web|api|app|http|main)(\/|\.go$)/.test(file) ? 6 : 0;
            mains.push({
                file,
                text,
                score: listens + named - file.split('/').length * 4 - (/(tools?|scripts?|migrate|cli|worker|gen)\//.test(file) ? 20 : 0),
            });
        }
    }
    const main = mains.sort((a, b) => b.score - a.score)[0];
    const texts = await Promise.all(
        sources.slice(0, 400).map(async (file) => ({ file, text: withoutComments((await folder.text(file)) ?? '') })),
    );
    const listens = texts.some(({ text }) =>
        /ListenAndServe|\.Run\(|\.Listen\(|http\.Serve\(|\.Start\(":|gin\.|fiber\.|echo\.New/.test(text),
    );
    if (main === undefined || !listens) {
        return undefined;
    }
    // Before there were modules, only the imports say it.
    const named = mod === undefined ? texts.map(({ text }) => text).join('\n') : `${mod}\n${main.text}`;
    const framework = frameworks.find(([path]) => named.includes(path))?.[1] ?? 'net/http';
    const stated = findInText(mod ?? '', /^go\s+(\d+\.\d+)/m);
    const toolchain = findInText(mod ?? '', /^toolchain\s+go(\d+\.\d+)/m);
    const version = (toolchain ?? stated)?.match[1];
    const newest = '1.25';
    const image =
        version !== undefined && Number(version.split('.')[1]) > 25
            ? version
            : version !== undefined && Number(version.split('.')[1]) >= 21
              ? version
              : newest;
    const directory = main.file.includes('/') ? main.file.slice(0, main.file.lastIndexOf('/')) : '';
    const port =
        portOf([{ file: main.file, text: withoutComments(main.text) }, ...texts]).port ??
        fallbackOf(texts) ??
        (await beegoPort(folder)) ??
        (await configPort(
            folder,
            texts.map(({ text }) => text),
        )) ??
        (await examplePort(folder));
    const cgo = /github\.com\/mattn\/go-sqlite3|confluent-kafka-go|go-sqlite3/.test(mod ?? '');
    const demands = goDemands(
        texts.map(({ text }) => text),
        await shownValues(folder),
    );
    return settle(site, {
        language: 'Go',
        framework,
        entry: main.file,
        server: 'binary',
        manager: 'go',
        version: {
            value: image,
            file: mod === undefined ? main.file : 'go.mod',
            ...(stated !== undefined && { line: stated.line }),
            confidence: version === undefined ? 'guess' : 'certain',
        },
        place: { file: mod === undefined ? main.file : 'go.mod' },
        entryPlace: { file: main.file, line: lineAt(main.text, main.text.indexOf('func main()')) },
        ...(port !== undefined && { port }),
        defaultPort: 8080,
        certainty: 85,
        ...findLoopbacks(
            site,
            await Promise.all(texts.map(async ({ file, text: code }) => ({ file, code, text: (await folder.text(file)) ?? '' }))),
            loopbacks,
        ),
        startCommand: () => binaryCommand(demands),
        blueprint: ({ port, version: go }) => ({
            stack: 'go',
            version: go,
            package: directory === '' ? '.' : `./${directory}`,
            module:
                mod !== undefined ? 'module' : folder.files.some((file) => file.startsWith('Godeps/_workspace/src/')) ? 'godeps' : 'none',
            sum: folder.has('go.sum') ? 'sum' : 'none',
            cgo: cgo ? 'cgo' : 'static',
            folders: runtimePaths(
                folder,
                texts.map(({ text }) => text),
                (file) => file.endsWith('.go') || /^go\.(mod|sum|work)$/.test(file),
            ),
            port,
            demands,
        }),
    });
}

/** How the project writes the values of variables: in an example, or in a `.env` that is kept, of which only the form is used. */
async function shownValues(folder: Site['folder']): Promise<(name: string) => string | undefined> {
    const files = folder.files.filter((file) => exampleFile.test(file) || file === '.env').slice(0, 4);
    const values = new Map(
        (await Promise.all(files.map(async (file) => exampleVariables(file, (await folder.text(file)) ?? ''))))
            .flat()
            .flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value] as const])),
    );
    return (name) => values.get(name);
}

const loopbacks: readonly RegExp[] = [
    /(?:ListenAndServe(?:TLS)?|\.Run|\.Listen|\.Start|net\.Listen)\(\s*(?:"tcp4?"\s*,\s*)?(?:fmt\.Sprintf\(\s*)?"(127\.0\.0\.1|localhost):/,
    /\bAddr:\s*(?:fmt\.Sprintf\(\s*)?"(127\.0\.0\.1|localhost):/,
];

const ports: readonly RegExp[] = [
    /\.SetDefault\(\s*"(?:(?:APP|HTTP|SERVER|API|server|app|http)[_.])?(?:PORT|port)"\s*,\s*":?(\d{2,5})"/,
    /\.SetDefault\(\s*"(?:(?:APP|HTTP|SERVER|API|server|app|http)[_.])?(?:PORT|port)"\s*,\s*(\d{2,5})\s*\)/,
    /(?:port|addr|address|PORT)\s*:?=\s*"(?:[\w.]*:)?(\d{2,5})"/i,
    /(?:ListenAndServe|Run|Listen|Start)\(\s*"[\w.]*:(\d{2,5})"/,
    /Addr:\s*"[\w.]*:(\d{2,5})"/,
    /[eE]nv\w*\(\s*"(?:(?:APP|HTTP|SERVER|API|WEB|SERVICE|LISTEN)_)?PORT"\s*,\s*"?:?(\d{2,5})"?/,
    /\bcmp\.Or\(\s*os\.Getenv\(\s*"(?:\w+_)?PORT"\s*\)\s*,\s*"?:?(\d{2,5})/,
    /flag\.(?:String|Int)(?:Var)?\([^)]*port[^)]*?"?:?(\d{2,5})"?/i,
    /default(?::|=)"?(\d{4,5})"?[^\n]*PORT|PORT[^\n]*default(?::|=)"?(\d{4,5})/,
];

interface CodePort {
    readonly value: number;
    readonly file: string;
    readonly line: number;
    readonly confidence: 'certain';
}

/** The port that a call gives to a function of the project's own, which takes it where PORT is not set. */
function fallbackOf(texts: readonly { readonly file: string; readonly text: string }[]): CodePort | undefined {
    const readers = texts.flatMap(({ text }) =>
        [...text.matchAll(/\bfunc\s+(\w+)\(\s*\w+\s+(?:string|int)\s*\)[^{\n]*\{([\s\S]*?)\n\}/g)]
            .filter(([, , body]) => /os\.(?:Getenv|LookupEnv)\(\s*"PORT"/.test(body ?? ''))
            .map(([, name]) => name ?? ''),
    );
    for (const { file, text } of readers.length === 0 ? [] : texts) {
        const call = new RegExp(
            String.raw`\b(?:${readers.join('|')})\(\s*":?(\d{2,5})"|\b(?:${readers.join('|')})\(\s*(\d{2,5})\s*\)`,
        ).exec(text);
        if (call !== null) {
            return { value: Number(call[1] ?? call[2]), file, line: lineAt(text, call.index), confidence: 'certain' };
        }
    }
    for (const { file, text } of texts) {
        const own =
            /\bfunc\s+\w+\(\s*\)\s*(?:string|int)\s*\{((?:(?!\n\})[\s\S]){0,400}?os\.(?:Getenv|LookupEnv)\(\s*"PORT"(?:(?!\n\})[\s\S]){0,400}?\breturn\s+)(?:":?(\d{2,5})"|(\d{2,5})\b)/.exec(
                text,
            );
        if (own !== null) {
            return { value: Number(own[2] ?? own[3]), file, line: lineAt(text, own.index + own[0].length - 1), confidence: 'certain' };
        }
    }
    return undefined;
}

/** Beego's own settings: `httpport = 8080`, or `httpport = "${PORT||8080}"`. */
async function beegoPort(folder: Site['folder']): Promise<CodePort | undefined> {
    const file = 'conf/app.conf';
    const hit = folder.has(file)
        ? findInText((await folder.text(file)) ?? '', /^[ \t]*httpport[ \t]*=[ \t]*"?(?:\$\{\w+\|\|)?(\d{2,5})/im)
        : undefined;
    return hit === undefined ? undefined : { value: Number(hit.match[1]), file, line: hit.line, confidence: 'certain' };
}

function portOf(texts: readonly { readonly file: string; readonly text: string }[]): {
    port?: { value: number; file: string; line: number; confidence: 'certain' };
} {
    for (const { file, text } of texts) {
        for (const pattern of ports) {
            for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) {
                const value = Number(match[1] ?? match[2]);
                if (servicePorts.has(value) || value <= 0 || value > 65535) {
                    continue;
                }
                return { port: { value, file, line: lineAt(text, match.index), confidence: 'certain' } };
            }
        }
    }
    return {};
}
