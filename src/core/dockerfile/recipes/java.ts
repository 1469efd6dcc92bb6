import type { Dockerfile, Step } from '../dockerfile';
import { imageName } from '../recipeOptions';
import type { RecipeOptions } from '../recipeOptions';
import { header, makeAppUser, useAppUser } from './appUser';

/** A Maven or Gradle app. */
export interface JavaBlueprint {
    readonly stack: 'java';
    /** The major version, such as `17`. */
    readonly version: string;
    readonly manager: 'maven' | 'gradle';
    readonly wrapper: 'wrapper' | 'none';
    readonly files: readonly string[];
    /** libraries: nothing packs them into the app's jar, so that they lie beside it. */
    readonly layout: 'jar' | 'quarkus' | 'war' | 'libraries';
    /** What the build makes of a `jar` layout: Spring Boot's war starts by itself, too. */
    readonly archive: 'jar' | 'war';
    /** Of a `war` layout: Tomcat 10 knows only what is named jakarta, Tomcat 9 only what is named javax. */
    readonly tomcat: '9.0' | '10.1';
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
    const { version, layout, module } = blueprint;
    const builder = blueprint.manager === 'maven' ? `maven:3.9-eclipse-temurin-${version}` : `gradle:8-jdk${version}`;
    const property = blueprint.portProperty === undefined ? '' : `-D${blueprint.portProperty}=$PORT `;
    const run: Record<JavaBlueprint['layout'], { image: string; steps: Step[] }> = {
        jar: {
            image: `eclipse-temurin:${version}-jre`,
            steps: [{ kind: 'copy', sources: ['/out/app.jar'], target: '/app/app.jar', from: 'build' }],
        },
        quarkus: {
            image: `eclipse-temurin:${version}-jre`,
            steps: [
                {
                    kind: 'copy',
                    sources: [`/src/${module === undefined ? '' : `${module}/`}${blueprint.jarFolder}/quarkus-app/`],
                    target: '/app/',
                    from: 'build',
                },
            ],
        },
        libraries: {
            image: `eclipse-temurin:${version}-jre`,
            steps: [{ kind: 'copy', sources: ['/out/lib/'], target: '/app/lib/', from: 'build' }],
        },
        war: {
            image: `tomcat:${blueprint.tomcat}-jre${version}`,
            steps: [{ kind: 'copy', sources: ['/out/app.jar'], target: '/usr/local/tomcat/webapps/ROOT.war', from: 'build' }],
        },
    };
    const command =
        layout === 'war'
            ? ['catalina.sh', 'run']
            : [
                  'sh',
                  '-c',
                  `exec java -XX:MaxRAMPercentage=75 ${property}${layout === 'libraries' ? `-cp "/app/lib/*" ${blueprint.main ?? ''}` : `-jar /app/${layout === 'quarkus' ? 'quarkus-run.jar' : 'app.jar'}`}`,
              ];
    return {
        header,
        stages: [
            {
                image: imageName(builder, options),
                name: 'build',
                comment: 'The JDK that the project asks for; it stays in this stage.',
                steps: [{ kind: 'gap' }, { kind: 'workdir', path: '/src' }, ...buildSteps(blueprint)],
            },
            {
                image: imageName(run[layout].image, options),
                comment: 'Only what runs Java.',
                steps: [
                    { kind: 'gap' },
                    makeAppUser,
                    { kind: 'env', values: { PORT: String(layout === 'war' ? 8080 : blueprint.port) } },
                    { kind: 'workdir', path: layout === 'war' ? '/usr/local/tomcat' : '/app' },
                    ...(layout === 'war' ? [{ kind: 'run' as const, commands: ['chown -R 10001:10001 /usr/local/tomcat'] }] : []),
                    ...run[layout].steps,
                    { kind: 'gap' },
                    useAppUser,
                    { kind: 'expose', ports: [layout === 'war' ? 8080 : blueprint.port] },
                    {
                        kind: 'cmd',
                        command,
                        comment:
                            layout === 'war'
                                ? 'Tomcat listens on 8080.'
                                : 'sh fills in $PORT; exec hands signals to Java itself, which may use three quarters of the memory.',
                    },
                ],
            },
        ],
    };
}

function buildSteps(blueprint: JavaBlueprint): Step[] {
    const { module } = blueprint;
    const folder = module === undefined ? blueprint.jarFolder : `${module}/${blueprint.jarFolder}`;
    const pick = `cp "$(ls ${folder}/*.${blueprint.layout === 'war' ? 'war' : blueprint.archive} | grep -vE -- '-(sources|javadoc|tests|plain)\\.(jar|war)|original-' | head -n 1)" /out/app.jar`;
    const inside = module === undefined ? '' : `${module}/`;
    const keep =
        blueprint.layout === 'quarkus'
            ? []
            : blueprint.layout !== 'libraries'
              ? ['mkdir -p /out', pick]
              : blueprint.manager === 'maven'
                ? ['mkdir -p /out/lib', `cp ${inside}target/*.jar ${inside}target/libraries/*.jar /out/lib/`]
                : ['mkdir -p /out', `cp -r ${inside}build/install/*/lib /out/lib`];
    const goal = blueprint.layout === 'libraries' ? 'package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/libraries' : 'package'; // prettier-ignore
    if (blueprint.manager === 'maven') {
        return [
            { kind: 'copy', sources: ['.'], target: '.' },
            {
                kind: 'run',
                commands: [
                    `mvn --batch-mode -DskipTests ${module === undefined ? '' : `--projects ${module} --also-make `}${goal}`,
                    ...keep,
                ],
                caches: [{ path: '/root/.m2' }],
            },
        ];
    }
    const gradle = blueprint.wrapper === 'wrapper' ? 'sh ./gradlew' : 'gradle';
    return [
        { kind: 'copy', sources: ['.'], target: '.' },
        {
            kind: 'run',
            commands: [
                `${gradle} --no-daemon ${module === undefined ? '' : `:${module.replaceAll('/', ':')}:`}${blueprint.layout === 'libraries' ? 'installDist' : 'assemble'}`,
                ...keep,
            ],
            caches: [{ path: '/root/.gradle' }, { path: '/home/gradle/.gradle' }],
            ...(blueprint.wrapper === 'wrapper' && {
                comment: 'Through sh: the wrapper is often committed without the right to be executed.',
            }),
        },
    ];
}
