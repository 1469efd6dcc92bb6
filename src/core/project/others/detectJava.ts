import { settingsIn } from '../needs/javaSettings';
import { withoutComments } from '../node/nodePorts';
import type { Folder } from '../folder';
import type { Detection, Site } from '../stack';
import { findInText, lineAt } from '../textLines';
import { hasGradleWrapper, isLeftUnpacked, listModules, startedModules } from './javaModules';
import { findLoopbacks } from './loopback';
import type { Listening } from './loopback';
import { settle } from './shape';
import { withoutXmlComments } from './withoutXmlComments';
import { builtName, manifestsOf, quarkusPackaging, tomcatFor } from './javaBuild';

const isWar = /<packaging>war<\/packaging>|apply plugin: ['"]war['"]|id\s*(?:\(\s*)?["']war["']|^[ \t]*war[ \t]*$/m;

const frameworks: readonly (readonly [RegExp, string, number])[] = [
    [/io\.quarkus|<artifactId>quarkus-/, 'Quarkus', 8080],
    [/io\.micronaut/, 'Micronaut', 8080],
    [/spring-boot|org\.springframework\.boot/, 'Spring Boot', 8080],
    [/io\.javalin|<artifactId>javalin/, 'Javalin', 7070],
    [/com\.sparkjava/, 'Spark', 4567],
    [/io\.dropwizard/, 'Dropwizard', 8080],
    [/io\.vertx/, 'Vert.x', 8080],
    [/io\.helidon/, 'Helidon', 8080],
    [/io\.ktor/, 'Ktor', 8080],
    [/com\.typesafe\.play/, 'Play', 9000],
    [isWar, 'Servlet', 8080],
];

const longTerm = ['25', '21', '17', '11', '8'];

/** Maven and Gradle: an app that a jar starts. */
export async function detectJava(site: Site): Promise<Detection | undefined> {
    const { folder } = site;
    const build = ['pom.xml', 'build.gradle', 'build.gradle.kts'].find((file) => folder.has(file));
    const text = build === undefined ? undefined : await folder.text(build);
    if (build === undefined || text === undefined) {
        return undefined;
    }
    const maven = build === 'pom.xml';
    const framework = frameworks.find(([pattern]) => pattern.test(text));
    const sources = folder.files.filter((file) => /\.(java|kt|groovy|scala)$/.test(file) && !/(^|\/)src\/test\//.test(file));
    const modules = await listModules(folder);
    const started = await startedModules(folder, modules);
    const ownSources = sources.some((file) => file.startsWith('src/'));
    if (!ownSources && started.length > 1 && site.facts.overrides.entry === undefined) {
        return {
            kind: 'none',
            reason: 'it builds several apps, each in a folder of its own',
            findings: [],
            needs: { variables: [], services: [], writes: [], migrations: [] },
            edits: [],
            certainty: 9,
        };
    }
    const mains = await findMains(site, sources);
    const stated = await statedMains(folder, [build, ...modules.map((module) => `${module}/${build}`)]);
    const main = mains.find(({ name }) => stated.includes(name)) ?? mains[0];
    // Without a main class these frameworks are what a library leans on; the others start themselves.
    const library =
        framework !== undefined &&
        main === undefined &&
        sources.length > 0 &&
        /^(Spring Boot|Micronaut|Javalin|Spark|Dropwizard|Vert\.x|Helidon|Ktor)$/.test(framework[1]);
    if (library || (framework === undefined && !main?.listens)) {
        return {
            kind: library || /maven-jar|java-library|maven-publish/.test(text) ? 'library' : 'none',
            reason: library || main === undefined ? 'no class in it is started' : 'nothing in it listens on a port',
            findings: [],
            needs: { variables: [], services: [], writes: [], migrations: [] },
            edits: [],
            certainty: 10,
        };
    }
    const kotlin =
        main === undefined ? 2 * sources.filter((file) => file.endsWith('.kt')).length > sources.length : main.file.endsWith('.kt');
    const inside = modules.filter((module) => main?.file.startsWith(`${module}/`)).sort((a, b) => b.length - a.length)[0];
    const module = ownSources ? undefined : (inside ?? (started.length === 1 ? started[0] : undefined));
    const version = await javaVersion(site, build, text);
    const port = await configuredPort(site, main);
    const name = framework?.[1] ?? 'Java';
    const war = name === 'Servlet';
    const wrapper = maven ? folder.has('mvnw') && folder.has('.mvn/wrapper/maven-wrapper.properties') : hasGradleWrapper(folder);
    const gradle = maven ? undefined : await wrappedGradle(folder);
    const target = maven ? 'target' : 'build';
    const packaging = name === 'Quarkus' ? await quarkusPackaging(folder, text) : undefined;
    // Quarkus brings its own main class unless one is marked; a tool's `main` beside the app is not it.
    const quarkusJar =
        name === 'Quarkus' && main?.marked !== true
            ? packaging === 'folder'
                ? `${target}/quarkus-app/quarkus-run.jar`
                : `${target}/${builtName(text)}-runner.jar`
            : undefined;
    const manifests = modules.length === 0 && ownSources ? manifestsOf(folder, text, maven) : [];
    // A jar of its own holds the app and says what is started; without a plugin for that the libraries lie beside it.
    const moduleBuild = module === undefined ? '' : ((await folder.text(`${module}/${maven ? 'pom.xml' : build}`)) ?? '');
    const unpacked = maven && name === 'Spring Boot' && isLeftUnpacked([...(moduleBuild === '' ? [] : [moduleBuild]), text]);
    const packs =
        main === undefined ||
        (/^(Spring Boot|Quarkus|Servlet|Play)$/.test(name) && !unpacked) ||
        (maven
            ? /<artifactId>(micronaut|helidon)-maven-plugin|micronaut-parent|helidon|<artifactId>maven-(shade|assembly)-plugin|maven-jar-plugin[\s\S]{0,600}<mainClass>/
            : /Main-Class|shadow/
        ).test(`${text}${moduleBuild}`) ||
        (!maven && !/["'\s(]application["'\s)]|io\.ktor\.plugin|micronaut\.(minimal\.)?application/.test(`${text}${moduleBuild}`));
    const packed =
        packaging === 'uber'
            ? ('runner' as const)
            : !war && isWar.test(moduleBuild === '' ? text : moduleBuild)
              ? ('war' as const)
              : undefined;
    const tomcat = war ? await tomcatFor(folder, `${text}${moduleBuild}`, sources) : undefined;
    const portProperty = (
        { 'Spring Boot': 'server.port', Quarkus: 'quarkus.http.port', Micronaut: 'micronaut.server.port' } as Readonly<
            Record<string, string>
        >
    )[name];
    return settle(site, {
        language: kotlin ? 'Kotlin' : 'Java',
        framework: name,
        entry: quarkusJar ?? main?.name ?? build,
        server: war ? 'tomcat' : 'java',
        manager: maven ? 'maven' : 'gradle',
        version,
        place: { file: build, line: findInText(text, framework?.[0] ?? /./)?.line ?? 1 },
        ...(main !== undefined && quarkusJar === undefined && { entryPlace: { file: main.file, line: main.line } }),
        ...(port !== undefined && { port }),
        defaultPort: framework?.[2] ?? 8080,
        healthPath: text.includes('spring-boot-starter-actuator')
            ? '/actuator/health'
            : name === 'Quarkus' && text.includes('smallrye-health')
              ? '/q/health'
              : '/',
        certainty: framework === undefined ? 60 : 87,
        ...findLoopbacks(site, await listening(site, main), loopbacks),
        startCommand: () => ['java', '-jar', '/app/app.jar'],
        blueprint: ({ port: settled, version: java }) => ({
            stack: 'java',
            version: java,
            manager: maven ? 'maven' : 'gradle',
            wrapper: wrapper ? 'wrapper' : 'none',
            ...(!maven &&
                !wrapper &&
                gradle !== undefined &&
                gradle < 9 &&
                Number(java) <= Number(newestJava(gradle)) && { gradle: String(Math.floor(gradle)) }),
            layout: war ? 'war' : packaging === 'folder' ? 'quarkus' : packaging === 'thin' ? 'thin' : packs ? 'jar' : 'libraries',
            ...(packed !== undefined && { packed }),
            ...(tomcat !== undefined && { tomcat }),
            ...(manifests.length > 0 && { manifests }),
            ...(main !== undefined && !packs && { main: main.name }),
            jarFolder: maven || name === 'Quarkus' ? target : 'build/libs',
            port: settled,
            ...(module !== undefined && { module }),
            ...(portProperty !== undefined && { portProperty }),
        }),
    });
}

/** The classes that the build's own files say they start. */
async function statedMains(folder: Folder, files: readonly string[]): Promise<string[]> {
    const texts = await Promise.all(files.map(async (file) => (folder.has(file) ? ((await folder.text(file)) ?? '') : '')));
    return texts.flatMap((text) =>
        [
            ...withoutXmlComments(text)
                .replace(/^[ \t]*\/\/[^\n]*/gm, '')
                .matchAll(
                    /<(?:start-class|mainClass)>\s*([\w.]+)\s*<|\bmainClass(?:Name)?(?:\.set\(|\s*=|\s*\()?\s*["']([\w.]+)["']|["']Main-Class["']\s*(?::|to\b|,)\s*["']([\w.]+)["']/g,
                ),
        ].map(([, ofMaven, ofGradle, ofJar]) => ofMaven ?? ofGradle ?? ofJar ?? ''),
    );
}

async function findMains(
    { folder }: Site,
    sources: readonly string[],
): Promise<{ file: string; name: string; line: number; listens: boolean; marked: boolean }[]> {
    const found: { file: string; name: string; line: number; listens: boolean; marked: boolean; score: number }[] = [];
    await folder.prefetch(sources.slice(0, 1500));
    for (const file of sources.slice(0, 1500)) {
        const text = (await folder.text(file)) ?? '';
        const match = /@SpringBootApplication|@QuarkusMain|static\s+void\s+main\s*\(|fun\s+main\s*\(|Micronaut\.run/.exec(text);
        if (match !== null) {
            const pack = /^[ \t]*package\s+([\w.]+)/m.exec(text)?.[1];
            const type = (file.split('/').at(-1) ?? '').replace(/\.(java|kt)$/, '');
            const name = [
                pack,
                // A function at the top level of a Kotlin file is compiled into a class that is called after the file.
                file.endsWith('.kt') && /^(?:suspend\s+)?fun\s+main\s*\(/m.test(text) ? `${type}Kt` : type,
            ]
                .filter((part) => part !== undefined)
                .join('.');
            found.push({
                file,
                name,
                line: lineAt(text, match.index),
                marked: /@SpringBootApplication|@QuarkusMain|Micronaut\.run/.test(text),
                listens: /HttpServer|Javalin|\bport\(|Spark|embeddedServer|ServerSocket|Jetty|\.listen\(/.test(text),
                score:
                    (/@SpringBootApplication|@QuarkusMain|Micronaut\.run/.test(text) ? 20 : 0) +
                    (/Application|Main|App$/.test(type) ? 5 : 0) -
                    file.split('/').length,
            });
        }
    }
    return found.sort((a, b) => b.score - a.score);
}

const loopbacks: readonly RegExp[] = [
    /^[^\S\n]*(?:server\.address|quarkus\.http\.host|micronaut\.server\.host)[^\S\n]*[=:][^\S\n]*(127\.0\.0\.1|localhost)/m,
    /^server:\n(?:[^\S\n][^\n]*\n)*?[^\S\n]+address:[^\S\n]*['"]?(127\.0\.0\.1|localhost)/m,
    /embeddedServer\([^)]*?\bhost\s*=\s*"(127\.0\.0\.1|localhost)"/,
    /InetSocketAddress\(\s*"(127\.0\.0\.1|localhost)"/,
    /deployment\s*\{(?:[^}$]|\$\{[^}]*\}|\$(?!\{))*?\bhost\s*=\s*"?(127\.0\.0\.1|localhost)/,
];

async function listening({ folder }: Site, main: { file: string } | undefined): Promise<Listening[]> {
    const files = folder.files.filter((file) =>
        /(^|\/)src\/main\/resources\/application(-prod|-production)?\.(properties|ya?ml|conf)$/.test(file),
    );
    return Promise.all(
        [...files, ...(main === undefined ? [] : [main.file])].map(async (file) => {
            const text = (await folder.text(file)) ?? '';
            return { file, text, code: file === main?.file ? withoutComments(text) : text };
        }),
    );
}

async function javaVersion(
    { folder }: Site,
    build: string,
    text: string,
): Promise<{ value: string; file: string; line?: number; confidence: 'certain' | 'guess' }> {
    const patterns = [
        /<(?:java|jdk)[.-]?version>\s*(?:1\.)?(\d+)/i,
        /<maven\.compiler\.(?:release|source|target)>\s*(?:1\.)?(\d+)/,
        /<release>\s*(\d+)/,
        /<(?:source|target)>\s*(?:1\.)?(\d+)/,
        /JavaLanguageVersion\.of\(\s*(\d+)/,
        /(?:source|target)Compatibility(?:\s*=)?\s*(?:JavaVersion\.VERSION_|['"])?(?:1[._])?(\d+)/,
        /jvmToolchain\(\s*(\d+)/,
    ];
    for (const [file, content] of [
        [build, text],
        ['system.properties', (await folder.text('system.properties')) ?? ''],
        ['.java-version', (await folder.text('.java-version')) ?? ''],
    ] as const) {
        for (const pattern of [...patterns, /java\.runtime\.version=(?:1\.)?(\d+)/, /^(?:1\.)?(\d+)/]) {
            const hit = file === build && pattern.source.startsWith('^') ? undefined : findInText(content, pattern);
            const asked = Number(hit?.match[1]);
            if (hit !== undefined && asked >= 6 && asked < 40) {
                // Images exist for the long-term releases; a newer one runs what was made for an older one.
                const value = [...longTerm].reverse().find((each) => Number(each) >= asked) ?? String(asked);
                return { value, file, line: hit.line, confidence: 'certain' };
            }
        }
    }
    return { value: await workingJava(folder, text), file: build, confidence: 'guess' };
}

/** The newest long-term Java, where nobody states one, that the wrapper's Gradle and the app's Spring Boot run on. Source: their tables of compatibility. */
async function workingJava(folder: Folder, build: string): Promise<string> {
    const gradle = await wrappedGradle(folder);
    const boot =
        /spring-boot-starter-parent<\/artifactId>\s*<version>(\d+\.\d+)|org\.springframework\.boot["']\)?\s+version\s+["'](\d+\.\d+)/.exec(
            build,
        );
    const [bootMajor, bootMinor] = (boot?.[1] ?? boot?.[2])?.split('.').map(Number) ?? [];
    const byGradle = newestJava(gradle);
    const byBoot = stepAt([[2.07, '21'], [2.05, '17'], [2.01, '11']], bootMajor === undefined ? undefined : bootMajor + (bootMinor ?? 0) / 100); // prettier-ignore
    return Number(byGradle) < Number(byBoot) ? byGradle : byBoot;
}

/** The newest long-term Java that a Gradle runs on. */
function newestJava(gradle: number | undefined): string {
    return stepAt([[8.05, '21'], [7.03, '17'], [5, '11']], gradle); // prettier-ignore
}

function stepAt(steps: readonly (readonly [number, string])[], version: number | undefined): string {
    return version === undefined ? '21' : (steps.find(([from]) => version >= from)?.[1] ?? '8');
}

/** The version of Gradle that the wrapper's settings name, its minor in hundredths: 8.05 is before 8.14. */
async function wrappedGradle(folder: Folder): Promise<number | undefined> {
    const text = (await folder.text('gradle/wrapper/gradle-wrapper.properties')) ?? '';
    const [, major, minor] = /\/gradle-(\d+)\.(\d+)/.exec(text) ?? [];
    return major === undefined ? undefined : Number(major) + Number(minor) / 100;
}

const ownPort = /^["']?(?:%prod["']?\.)?(?:server\.port|quarkus\.http\.port|micronaut\.server\.port)$/;

async function configuredPort(
    { folder }: Site,
    main: { file: string } | undefined,
): Promise<{ value: number; file: string; line: number; confidence: 'certain' | 'likely' } | undefined> {
    const files = folder.files.filter((file) =>
        /src\/main\/resources\/(application(-prod|-production)?\.(properties|ya?ml)|application\.conf)$/.test(file),
    );
    for (const file of files.sort((a, b) => a.length - b.length)) {
        const text = (await folder.text(file)) ?? '';
        const set = file.endsWith('.conf') ? [] : settingsIn(file, text).filter(({ key }) => ownPort.test(key));
        const said = set.find(({ key }) => key.includes('%prod')) ?? set[0];
        const number = /^(?:\$\{[\w.]+:)?(\d{2,5})\}?$/.exec(said?.value ?? '')?.[1];
        if (said !== undefined && number !== undefined) {
            return { value: Number(number), file, line: said.line, confidence: 'certain' };
        }
        const hit =
            findInText(text, /^[ \t]*(?:server\.port|quarkus\.http\.port|micronaut\.server\.port)\s*[=:]\s*(?:\$\{[\w.]+:)?(\d{2,5})/m) ??
            findInText(
                text,
                /^(?:server|ktor|micronaut):?[^\S\n]*(?:\{[^\S\n]*)?\n(?:[^\S\n][^\n]*\n|\n)*?[^\S\n]+port\s*[:=]\s*(?:\$\{\??[\w.]+:)?(\d{2,5})/m,
            );
        if (hit !== undefined) {
            return { value: Number(hit.match[1]), file, line: hit.line, confidence: 'certain' };
        }
    }
    for (const file of folder.files.filter((path) =>
        /src\/main\/resources\/META-INF\/microprofile-config(-prod)?\.properties$/.test(path),
    )) {
        const hit = findInText(
            (await folder.text(file)) ?? '',
            /^[ \t]*(?:server|http|app)[.-](?:http[.-])?port[ \t]*[=:][ \t]*(\d{2,5})/m,
        );
        if (hit !== undefined) {
            return { value: Number(hit.match[1]), file, line: hit.line, confidence: 'likely' };
        }
    }
    const text = main === undefined ? '' : ((await folder.text(main.file)) ?? '');
    const hit = findInText(
        text,
        /(?:\.start\(|\bport\(|port\s*=\s*|InetSocketAddress\(|\.listen\(|getOrDefault\("PORT",\s*"|\?:\s*"?)(\d{4,5})/,
    );
    return main === undefined || hit === undefined
        ? undefined
        : { value: Number(hit.match[1]), file: main.file, line: hit.line, confidence: 'likely' };
}
