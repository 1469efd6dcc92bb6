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

/** Of a build's modules those that can be started, as far as their build files tell. */
export async function startedModules(folder: Folder, modules: readonly string[]): Promise<string[]> {
    const started: string[] = [];
    for (const module of modules) {
        const build = buildFiles.find((file) => folder.has(`${module}/${file}`)) ?? '';
        if (packed.test((await folder.text(`${module}/${build}`)) ?? '')) {
            started.push(module);
        }
    }
    return started;
}

/** A module of the root's Maven or Gradle build is built from the root, with the modules that it depends on. Any other project is answered as it is. */
export async function joinJavaBuild<Project extends { readonly profile: Profile; readonly detection: Detection }>(
    root: Folder,
    project: Project,
): Promise<Project> {
    const { profile, detection } = project;
    const { blueprint } = detection;
    if (blueprint?.stack !== 'java' || profile.folder === '' || !(await listModules(root)).includes(profile.folder)) {
        return project;
    }
    const wrapper = hasGradleWrapper(root) ? ('wrapper' as const) : blueprint.wrapper;
    return {
        ...project,
        profile: { ...profile, context: '' },
        detection: { ...detection, blueprint: { ...blueprint, wrapper, module: profile.folder, manifests: [] } },
    };
}

/** True when Gradle's own script can start: its program is sometimes left out of the repository. */
export function hasGradleWrapper(folder: Folder): boolean {
    return ['gradlew', 'gradle/wrapper/gradle-wrapper.properties', 'gradle/wrapper/gradle-wrapper.jar'].every((file) => folder.has(file));
}
