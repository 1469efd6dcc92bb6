import type { Dockerfile, Stage, Step } from '../dockerfile';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';
import { appUser, header, makeAppUser, useAppUser } from './appUser';

/** A Maven or Gradle app. */
export interface JavaBlueprint {
    readonly stack: 'java';
    /** The major version, such as `17`. */
    readonly version: string;
    readonly manager: 'maven' | 'gradle';
    readonly wrapper: 'wrapper' | 'none';
    /** The major version of Gradle that the project names, where its wrapper cannot bring it. */
    readonly gradle?: string;
    /** libraries: nothing packs them into the app's jar, so that they lie beside it; thin: likewise, and the jar says where. */
    readonly layout: 'jar' | 'quarkus' | 'thin' | 'war' | 'libraries';
    /** What the build packs an app into that starts itself, when it is not its usual jar: a war, or Quarkus' one jar for everything. */
    readonly packed?: 'war' | 'runner';
    /** The line of Tomcat that knows the servlets of a `war`, such as `10.1`. */
    readonly tomcat?: string;
    /** Files that tell by themselves what the build depends on; absent when only the whole tells. */
    readonly manifests?: readonly string[];
    /** The class that is started when its jar does not say so. */
    readonly main?: string;
    /** Where the build puts its jar. */
    readonly jarFolder: string;
    readonly port: number;
    /** The module of the build that is the app; undefined when the whole is. */
    readonly module?: string;
    /** The system property that sets the port; undefined when the app reads $PORT itself. */
    readonly portProperty?: string;
}

export function javaDockerfile(blueprint: JavaBlueprint, options: RecipeOptions): Dockerfile {
    const { version, layout } = blueprint;
    const builder =
        blueprint.manager === 'maven'
            ? `maven:3.9-eclipse-temurin-${version}`
            : `gradle:${blueprint.gradle ?? (Number(version) > 24 ? '9' : '8')}-jdk${version}`;
    return {
        header,
        stages: [
            {
                image: imageName(builder, options),
                name: 'build',
                comment: 'The JDK that the project asks for; it stays in this stage.',
                steps: [
                    { kind: 'gap' },
                    { kind: 'workdir', path: '/src' },
                    ...dependencySteps(blueprint, options),
                    { kind: 'copy', sources: ['.'], target: '.' },
                    buildStep(blueprint),
                ],
            },
            layout === 'war' ? tomcatStage(blueprint, options) : javaStage(blueprint, options),
        ],
    };
}

/** An app that starts itself, on a JRE. */
function javaStage(blueprint: JavaBlueprint, options: RecipeOptions): Stage {
    const { layout, module, port, portProperty, main = '' } = blueprint;
    const file = archiveOf(blueprint);
    const [copied, started]: readonly [Step, string] =
        layout === 'quarkus'
            ? [
                  {
                      kind: 'copy',
                      sources: [`/src/${module === undefined ? '' : `${module}/`}${blueprint.jarFolder}/quarkus-app/`],
                      target: '/app/',
                      from: 'build',
                  },
                  '-jar /app/quarkus-run.jar',
              ]
            : layout === 'thin'
              ? [{ kind: 'copy', sources: ['/out/'], target: '/app/', from: 'build' }, `-jar /app/${file}`]
              : layout === 'libraries'
                ? [{ kind: 'copy', sources: ['/out/lib/'], target: '/app/lib/', from: 'build' }, `-cp "/app/lib/*" ${main}`]
                : [{ kind: 'copy', sources: [`/out/${file}`], target: `/app/${file}`, from: 'build' }, `-jar /app/${file}`];
    const property = portProperty === undefined ? '' : `-D${portProperty}=$PORT `;
    return {
        image: imageName(`eclipse-temurin:${blueprint.version}-jre`, options),
        comment: 'Only what runs Java.',
        steps: [
            { kind: 'gap' },
            makeAppUser,
            { kind: 'env', values: { PORT: String(port) } },
            { kind: 'workdir', path: '/app' },
            copied,
            { kind: 'gap' },
            useAppUser,
            { kind: 'expose', ports: [port] },
            {
                kind: 'cmd',
                command: ['sh', '-c', `exec java -XX:MaxRAMPercentage=75 ${property}${started}`],
                comment: 'sh fills in $PORT; exec hands signals to Java itself, which may use three quarters of the memory.',
            },
        ],
    };
}

/** A war in Tomcat, which is told the port by a property that its settings take up. */
function tomcatStage({ version, tomcat = '10.1', port }: JavaBlueprint, options: RecipeOptions): Stage {
    const least = tomcat === '9.0' ? 8 : tomcat === '10.1' ? 11 : 17;
    return {
        image: imageName(`tomcat:${tomcat}-jre${Math.max(Number(version), least)}`, options),
        comment: 'The Tomcat that knows the servlets of this app.',
        steps: [
            { kind: 'gap' },
            makeAppUser,
            { kind: 'env', values: { PORT: String(port) } },
            { kind: 'workdir', path: '/usr/local/tomcat' },
            {
                kind: 'run',
                commands: [
                    `sed -i 's/port="8080"/port="\${http.port}"/' conf/server.xml`,
                    'chown -R 10001:10001 conf logs temp webapps work',
                ],
                comment: 'The command says the port; Tomcat writes into these folders.',
            },
            { kind: 'copy', sources: ['/out/app.war'], target: 'webapps/ROOT.war', from: 'build', owner: appUser },
            { kind: 'gap' },
            useAppUser,
            { kind: 'expose', ports: [port] },
            {
                kind: 'cmd',
                command: ['sh', '-c', 'exec env CATALINA_OPTS="-XX:MaxRAMPercentage=75 -Dhttp.port=$PORT $CATALINA_OPTS" catalina.sh run'],
                comment: 'sh fills in $PORT; exec hands signals to Tomcat itself, which may use three quarters of the memory.',
            },
        ],
    };
}

function archiveOf({ layout, packed }: JavaBlueprint): string {
    return layout === 'war' || packed === 'war' ? 'app.war' : 'app.jar';
}

/** Without a cache for what is downloaded it is kept in a layer of its own, which changes only with what lists it. */
function dependencySteps({ manager, manifests = [], wrapper }: JavaBlueprint, { caches }: RecipeOptions): Step[] {
    if (caches === 'mount' || manifests.length === 0) {
        return [];
    }
    const files = manifests.filter((path) => !path.includes('/'));
    const folders = [...new Set(manifests.flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])))];
    const command = manager === 'maven' ? 'mvn --batch-mode dependency:go-offline' : `${gradleOf(wrapper)} --no-daemon dependencies`;
    return [
        {
            kind: 'copy',
            sources: files,
            target: './',
            comment: 'Only what says which libraries are needed, so that the layer below is made again only when it changes.',
        },
        ...folders.map((folder): Step => ({ kind: 'copy', sources: [folder], target: `./${folder}` })),
        {
            kind: 'run',
            commands: [`${command} > /dev/null || true`],
            comment: 'What cannot be told without the sources is downloaded by the build below.',
        },
    ];
}

function gradleOf(wrapper: JavaBlueprint['wrapper']): string {
    return wrapper === 'wrapper' ? 'sh ./gradlew' : 'gradle';
}

function buildStep(blueprint: JavaBlueprint): Step {
    const { module, layout, packed } = blueprint;
    const inside = module === undefined ? '' : `${module}/`;
    const archive = archiveOf(blueprint);
    const ending = archive.slice(archive.lastIndexOf('.') + 1);
    const found = `${inside}${blueprint.jarFolder}/*${packed === 'runner' || layout === 'thin' ? '-runner' : ''}.${ending}`;
    const pick = `cp "$(ls ${found} | grep -vE -- '-(sources|javadoc|tests|plain)\\.(jar|war)|original-' | head -n 1)" /out/${archive}`;
    const keep =
        layout === 'quarkus'
            ? []
            : layout !== 'libraries'
              ? ['mkdir -p /out', pick, ...(layout === 'thin' ? [`cp -r ${inside}${blueprint.jarFolder}/lib /out/lib`] : [])]
              : blueprint.manager === 'maven'
                ? ['mkdir -p /out/lib', `cp ${inside}target/*.jar ${inside}target/libraries/*.jar /out/lib/`]
                : ['mkdir -p /out', `cp -r ${inside}build/install/*/lib /out/lib`];
    if (blueprint.manager === 'maven') {
        const goal = layout === 'libraries' ? 'package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/libraries' : 'package'; // prettier-ignore
        return {
            kind: 'run',
            commands: [`mvn --batch-mode -DskipTests ${module === undefined ? '' : `--projects ${module} --also-make `}${goal}`, ...keep],
            caches: [{ path: '/root/.m2' }],
        };
    }
    return {
        kind: 'run',
        commands: [
            `${gradleOf(blueprint.wrapper)} --no-daemon ${module === undefined ? '' : `:${module.replaceAll('/', ':')}:`}${layout === 'libraries' ? 'installDist' : 'assemble'}`,
            ...keep,
        ],
        caches: [{ path: '/root/.gradle' }, { path: '/home/gradle/.gradle' }],
        ...(blueprint.wrapper === 'wrapper' && {
            comment: 'Through sh: the wrapper is often committed without the right to be executed.',
        }),
    };
}
