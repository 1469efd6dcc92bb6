import type { Folder } from '../folder';
import { settingsIn } from '../needs/javaSettings';

const packageType = /^["']?(?:%prod["']?\.)?quarkus\.package(?:\.jar)?\.type$/;

/**
 * How Quarkus packs an app: uber, all in one `…-runner.jar`; thin, that jar beside a folder `lib`, which it did before 1.12 and does when it is told to; else
 * a folder of its own.
 */
export async function quarkusPackaging(folder: Folder, build: string): Promise<'uber' | 'thin' | 'folder'> {
    const files = ['properties', 'yml', 'yaml']
        .map((ending) => `src/main/resources/application.${ending}`)
        .filter((file) => folder.has(file));
    const settings = (await Promise.all(files.map(async (file) => settingsIn(file, (await folder.text(file)) ?? '')))).flat();
    const asked =
        settings.find(({ key }) => packageType.test(key))?.value ?? /<quarkus\.package(?:\.jar)?\.type>\s*([\w-]+)/.exec(build)?.[1];
    const shared = `${build}\n${(await folder.text('gradle.properties')) ?? ''}`;
    const [, ofMaven, minorOfMaven, ofGradle, minorOfGradle] =
        /<quarkus(?:[.-]platform)?[.-]version>\s*(\d+)\.(\d+)|^quarkusPlatformVersion\s*=\s*(\d+)\.(\d+)/m.exec(shared) ?? [];
    const [major, minor] = [Number(ofMaven ?? ofGradle), Number(minorOfMaven ?? minorOfGradle)];
    const isOld = major === 0 || (major === 1 && minor < 12);
    switch (asked) {
        case 'uber-jar':
            return 'uber';
        case 'legacy-jar':
        case 'thin-jar':
            return 'thin';
        default:
            return asked === undefined && isOld ? 'thin' : 'folder';
    }
}

/** What Maven calls what it builds, without its ending: `<finalName>`, else the artifact and its version. `*` where that is not written down. */
export function builtName(pom: string): string {
    const own = pom.replace(/<(parent|dependencies|dependencyManagement|plugins|profiles|properties)>[\s\S]*?<\/\1>/g, '');
    const tag = (name: string) => new RegExp(String.raw`<${name}>\s*([^<$\s]+)\s*</${name}>`).exec(own)?.[1];
    const [artifact, version] = [tag('artifactId'), tag('version')];
    return tag('finalName') ?? (artifact === undefined || version === undefined ? '*' : `${artifact}-${version}`);
}

/** The line of Tomcat that knows the servlets of a war: those of `javax` ended with 9, those of Jakarta EE 11 begin with 11. */
export async function tomcatFor(folder: Folder, build: string, sources: readonly string[]): Promise<'9.0' | '10.1' | '11.0'> {
    const texts = [
        build,
        (await folder.text('src/main/webapp/WEB-INF/web.xml')) ?? '',
        ...(await Promise.all(sources.slice(0, 60).map(async (file) => (await folder.text(file)) ?? ''))),
    ];
    if (texts.some((text) => /\bjakarta\.(servlet|ws|jakartaee|faces|persistence)|jakarta\.ee\/xml/.test(text))) {
        return /jakarta\.(?:servlet-api|jakartaee-(?:web-)?api)<\/artifactId>\s*<version>(?:6\.1|11\.)|jakarta\.servlet-api:6\.1/.test(
            build,
        )
            ? '11.0'
            : '10.1';
    }
    return texts.some((text) =>
        /\bjavax\.(servlet|ws\.rs|faces)|\bjavax:javaee|javaee-(web-)?api|(java\.sun\.com|jcp\.org)\/xml/.test(text),
    )
        ? '9.0'
        : '10.1';
}

/** The files from which Maven or Gradle can tell what a build of one project depends on; empty where it needs more of the sources for that. */
export function manifestsOf(folder: Folder, build: string, isMaven: boolean): readonly string[] {
    if (isMaven) {
        const needsMore = /<relativePath>\s*\S|<scope>system<|<systemPath>|\$\{(project\.)?basedir\}[^<]*<\/url>/.test(build);
        return needsMore ? [] : ['pom.xml', ...folder.files.filter((file) => /^\.mvn\/[\w.-]+\.(config|xml)$/.test(file))];
    }
    const needsMore =
        folder.files.some((file) => /^(buildSrc|build-logic)\//.test(file)) || /apply\s*(\(\s*)?from|fileTree|files\(/.test(build);
    return needsMore
        ? []
        : folder.files.filter((file) => /^((settings|build)\.gradle(\.kts)?|gradle\.properties|gradlew|gradle\/.*)$/.test(file));
}
