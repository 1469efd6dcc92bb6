import type { Dockerfile, Step } from '../dockerfile';
import { appUser, header, makeAppUser, useAppUser } from './appUser';

/** An ASP.NET Core project. */
export interface DotnetBlueprint {
    readonly stack: 'dotnet';
    /** Such as `10.0`. */
    readonly version: string;
    /**
     * The SDK that global.json asks for, when it does: `8.0`, or `8.0.204` where it takes no other. `newer`: what it says to a newer kind (`8.0.4xx`) of the
     * same major; unstated is a refusal too.
     */
    readonly sdk?: { readonly image: string; readonly newer: 'taken' | 'unstated' | 'refused' | 'none' };
    /** The project file, relative to the folder. */
    readonly project: string;
    readonly assembly: string;
    /** The files that say by themselves what is restored; absent when only the whole tells. */
    readonly manifests?: readonly string[];
    /** The build calls tools that the project lists in `.config/dotnet-tools.json`. */
    readonly tools?: 'tools';
    /** Properties of the project that would pack it in another way than as a library. */
    readonly packing?: readonly string[];
    readonly port: number;
}

/** The user `app` that the images bring from .NET 8 on, by what they call `APP_UID`. */
const imageUser = '1654:1654';

export function dotnetDockerfile(blueprint: DotnetBlueprint): Dockerfile {
    const user = userSteps(blueprint.version);
    return {
        header,
        stages: [
            {
                image: `mcr.microsoft.com/dotnet/sdk:${blueprint.sdk?.image ?? blueprint.version}`,
                name: 'build',
                comment:
                    blueprint.sdk?.newer === 'none'
                        ? 'The SDK that global.json insists on; it stays in this stage.'
                        : 'The SDK of the framework that the project targets; it stays in this stage.',
                steps: [
                    { kind: 'gap' },
                    { kind: 'workdir', path: '/src' },
                    ...restoreSteps(blueprint),
                    { kind: 'copy', sources: ['.'], target: '.' },
                    {
                        kind: 'run',
                        commands: [
                            ...rollForward(blueprint),
                            ...(blueprint.tools === undefined ? [] : ['dotnet tool restore']),
                            `dotnet publish ${JSON.stringify(blueprint.project)} --configuration Release --output /out -p:UseAppHost=false${(blueprint.packing ?? []).map((name) => ` -p:${name}=false`).join('')}`,
                        ],
                        caches: [{ path: '/root/.nuget/packages' }],
                        ...(rollForward(blueprint).length > 0 && {
                            comment: 'The image has the newest SDK of its major alone, which global.json would turn away.',
                        }),
                    },
                ],
            },
            {
                image: `mcr.microsoft.com/dotnet/aspnet:${blueprint.version}`,
                comment: 'Only what runs ASP.NET Core.',
                steps: [
                    { kind: 'gap' },
                    ...user.make,
                    { kind: 'env', values: { PORT: String(blueprint.port) } },
                    { kind: 'workdir', path: '/app' },
                    ...user.own,
                    { kind: 'copy', sources: ['/out'], target: '.', from: 'build', owner: user.name },
                    { kind: 'gap' },
                    user.use,
                    { kind: 'expose', ports: [blueprint.port] },
                    {
                        kind: 'cmd',
                        command: ['sh', '-c', `exec env ASPNETCORE_URLS=http://+:$PORT dotnet ${blueprint.assembly}.dll`],
                        comment: 'sh fills in $PORT; exec hands signals to .NET itself.',
                    },
                ],
            },
        ],
    };
}

/** A user of our own would meet the one that the image brings, whose name is the same. Source: dotnet/dotnet-docker, `runtime-deps` of 8.0 and later. */
function userSteps(version: string): { readonly name: string; readonly make: Step[]; readonly own: Step[]; readonly use: Step } {
    if (Number.parseInt(version, 10) < 8) {
        return { name: appUser, make: [makeAppUser], own: [], use: useAppUser };
    }
    return {
        name: imageUser,
        make: [],
        own: [{ kind: 'run', commands: [`chown ${imageUser} .`], comment: 'The app may write beside its files.' }],
        use: {
            kind: 'user',
            name: imageUser,
            comment: "The image's own user `app`, as a number, so that a platform can check that it is not root.",
        },
    };
}

/** Microsoft makes images of the newest kind of each SDK alone. Source: dotnet/dotnet-docker, issue 4597. */
function rollForward({ sdk }: DotnetBlueprint): string[] {
    switch (sdk?.newer) {
        case 'refused':
            return [String.raw`sed -i -E 's/("rollForward"[^"]*")[^"]*"/\1latestFeature"/' global.json`];
        case 'unstated':
            return [`sed -i 's/"version"/"rollForward": "latestFeature", "version"/' global.json`];
        default:
            return [];
    }
}

/** The packages in a layer of their own; publishing looks again, and finds them there. */
function restoreSteps(blueprint: DotnetBlueprint): Step[] {
    const { manifests = [], project } = blueprint;
    const byFolder = new Map<string, string[]>();
    for (const file of manifests) {
        const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
        byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
    }
    const copies = [...byFolder].map(([folder, files], at): Step => ({
        kind: 'copy',
        sources: files,
        target: `./${folder}`,
        ...(at === 0 && { comment: 'Only what restoring reads, so that the layer below is made again only when it changes.' }),
    }));
    return manifests.length === 0
        ? []
        : [
              ...copies,
              {
                  kind: 'run',
                  commands: [...rollForward(blueprint), `dotnet restore ${JSON.stringify(project)}`],
                  caches: [{ path: '/root/.nuget/packages' }],
              },
          ];
}
