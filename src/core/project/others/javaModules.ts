import type { Folder } from '../folder';
import { withoutComments } from '../node/nodePorts';
import { withoutXmlComments } from './withoutXmlComments';
import type { Profile } from '../profile';
import type { Detection } from '../stack';

const buildFiles = ['pom.xml', 'build.gradle', 'build.gradle.kts'];

/** What makes a module something that starts: a plugin that packs it with all that it needs. */
const packed =
    /<artifactId>(quarkus|spring-boot|micronaut|helidon|jib|maven-shade)-maven-plugin|io\.quarkus["')]|org\.springframework\.boot["')]|io\.ktor\.plugin|id\s*\(?["']application["']|<packaging>war</;

/** The folders of a Maven or Gradle build's modules, those of modules inside modules too; empty when it is a single one. */
export async function listModules(folder: Folder): Promise<string[]> {
    const found = new Set<string>();
    const maven = async (path: string, depth: number): Promise<void> => {
        const inside = path === '' ? '' : `${path}/`;
        const text = withoutXmlComments((await folder.text(`${inside}pom.xml`)) ?? '');
        for (const [, name] of text.matchAll(/<module>\s*(?:\.\/)?([\w./-]+?)\/?\s*<\/module>/g)) {
            const module = `${inside}${name ?? ''}`;
            if (!module.includes('..') && folder.has(`${module}/pom.xml`) && depth < 4) {
                found.add(module);
                await maven(module, depth + 1);
            }
        }
    };
    await maven('', 0);
    for (const file of ['settings.gradle', 'settings.gradle.kts']) {
        const text = folder.has(file) ? withoutComments((await folder.text(file)) ?? '') : '';
        for (const [, names] of text.matchAll(/\binclude(?:\s*\()?((?:(?:\s*,)?\s*["'][\w:./-]+["'])+)/g)) {
            for (const [, name] of (names ?? '').matchAll(/["']:?([\w:./-]+)["']/g)) {
                const module = (name ?? '').replaceAll(':', '/');
                if (buildFiles.some((build) => folder.has(`${module}/${build}`))) {
                    found.add(module);
                }
            }
        }
    }
    return [...found];
}

/** Of a build's modules those that can be started, as far as their build files and the classes of Spring's apps tell. */
export async function startedModules(folder: Folder, modules: readonly string[]): Promise<string[]> {
    const builds = await readBuilds(folder, modules);
    const started: string[] = [];
    for (const module of modules) {
        if (packed.test(builds.get(module)?.text ?? '') || (!isLeantOn(builds, module) && (await holdsSpringApp(folder, module)))) {
            started.push(module);
        }
    }
    return started;
}

/** A part of a build as its file tells it. */
interface Build {
    readonly text: string;
    /** What others call it. */
    readonly name: string;
    /** What it lists as what it needs, and other parts by their paths in Gradle. */
    readonly needs: ReadonlySet<string>;
}

/** Each module's build, and the root's under ''. */
async function readBuilds(folder: Folder, modules: readonly string[]): Promise<ReadonlyMap<string, Build>> {
    const read = async (module: string) => {
        const inside = module === '' ? '' : `${module}/`;
        const file = buildFiles.find((name) => folder.has(`${inside}${name}`));
        const text = file === undefined ? '' : withoutXmlComments((await folder.text(`${inside}${file}`)) ?? '');
        const ofMaven = elements(text, 'dependency').flatMap((inner) => artifactOf(inner) ?? []);
        const ofGradle = [...text.matchAll(/\bproject\(\s{0,9}(?:path\s{0,9}[:=]\s{0,9})?["']:?([\w:.-]+)["']/g)].map(([, path]) => path?.split(':').at(-1) ?? ''); // prettier-ignore
        const name = artifactOf(text) ?? module.slice(module.lastIndexOf('/') + 1);
        return [module, { text, name, needs: new Set([...ofMaven, ...ofGradle]) }] as const;
    };
    return new Map(await Promise.all(['', ...modules].map(read)));
}

/** True where another part of the build lists the module as what it needs, so that it is a library, whatever class is in it. */
function isLeantOn(builds: ReadonlyMap<string, Build>, module: string): boolean {
    const name = builds.get(module)?.name ?? '';
    return [...builds].some(([other, { needs }]) => other !== module && needs.has(name));
}

/** What a pom calls what it builds, whatever its parent is called. */
function artifactOf(pom: string): string | undefined {
    const own = ['parent', 'dependencies', 'build', 'profiles'].reduce(withoutElements, pom);
    return /<artifactId>\s{0,99}([\w.-]+)\s{0,99}</.exec(own)?.[1];
}

/** What stands inside each element of a name; elements of one name do not nest in a pom. */
function elements(xml: string, name: string): string[] {
    return xml.split(`<${name}>`).slice(1).map((part) => part.slice(0, Math.max(part.indexOf(`</${name}>`), 0))); // prettier-ignore
}

function withoutElements(xml: string, name: string): string {
    const end = `</${name}>`;
    const [before = '', ...parts] = xml.split(`<${name}>`);
    return [before, ...parts.map((part) => (part.includes(end) ? part.slice(part.indexOf(end) + end.length) : ''))].join('');
}

/** True where a class of the module is marked as what Spring Boot starts. */
async function holdsSpringApp(folder: Folder, module: string): Promise<boolean> {
    const classes = folder.files
        .filter((file) => file.startsWith(`${module}/src/main/`) && /Application\.(java|kt)$/.test(file))
        .slice(0, 20);
    const texts = await Promise.all(classes.map(async (file) => folder.text(file)));
    return texts.some((text) => /^[ \t]*@SpringBootApplication\b/m.test(text ?? ''));
}

const springParent = 'spring-boot-starter-parent';

/**
 * True where Maven leaves an app of Spring Boot as it is compiled, so that nothing starts its jar: none of the build files that count has a plugin
 * that packs, and none has a parent that is neither among them nor Spring's own.
 */
export function isLeftUnpacked(poms: readonly string[]): boolean {
    const texts = poms.map((pom) => withoutElements(withoutXmlComments(pom), 'pluginManagement'));
    const known = new Set([springParent, ...texts.map(artifactOf)]);
    return texts.every(
        (text) =>
            !/<artifactId>\s{0,99}(spring-boot-maven-plugin|maven-(shade|assembly)-plugin|jib-maven-plugin)\s{0,99}<|<packaging>\s{0,99}war\b/.test(
                text,
            ) && elements(text, 'parent').every((parent) => known.has(artifactOf(parent))),
    );
}

/** A module of the root's Maven or Gradle build is built from the root, with the modules that it depends on. Any other project is answered as it is. */
export async function joinJavaBuild<Project extends { readonly profile: Profile; readonly detection: Detection }>(
    root: Folder,
    project: Project,
): Promise<Project> {
    const { profile, detection } = project;
    const { blueprint } = detection;
    const modules = blueprint?.stack === 'java' && profile.folder !== '' ? await listModules(root) : [];
    if (blueprint?.stack !== 'java' || !modules.includes(profile.folder)) {
        return project;
    }
    const builds = await readBuilds(root, modules);
    if (isLeantOn(builds, profile.folder) && !packed.test(builds.get(profile.folder)?.text ?? '')) {
        return { ...project, profile: { ...profile, kind: 'library' } };
    }
    const wrapper = hasGradleWrapper(root) ? ('wrapper' as const) : blueprint.wrapper;
    const unpacked =
        blueprint.layout === 'jar' && profile.framework === 'Spring Boot' && profile.entry !== undefined && root.has('pom.xml')
            ? isLeftUnpacked([builds.get(profile.folder)?.text ?? '', builds.get('')?.text ?? ''])
            : false;
    return {
        ...project,
        profile: { ...profile, context: '' },
        detection: {
            ...detection,
            blueprint: {
                ...blueprint,
                wrapper,
                module: profile.folder,
                manifests: [],
                ...(unpacked && { layout: 'libraries', main: profile.entry }),
            },
        },
    };
}

/** True when Gradle's own script can start: its program is sometimes left out of the repository. */
export function hasGradleWrapper(folder: Folder): boolean {
    return ['gradlew', 'gradle/wrapper/gradle-wrapper.properties', 'gradle/wrapper/gradle-wrapper.jar'].every((file) => folder.has(file));
}
