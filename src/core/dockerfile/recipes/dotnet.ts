import type { Dockerfile } from '../dockerfile';
import { header, makeAppUser, useAppUser } from './appUser';

/** An ASP.NET Core project. */
export interface DotnetBlueprint {
    readonly stack: 'dotnet';
    /** Such as `10.0`. */
    readonly version: string;
    /** The project file, relative to the folder. */
    readonly project: string;
    readonly assembly: string;
    readonly port: number;
}

export function dotnetDockerfile(blueprint: DotnetBlueprint): Dockerfile {
    return {
        header,
        stages: [
            {
                image: `mcr.microsoft.com/dotnet/sdk:${blueprint.version}`,
                name: 'build',
                comment: 'The SDK of the framework that the project targets; it stays in this stage.',
                steps: [
                    { kind: 'gap' },
                    { kind: 'workdir', path: '/src' },
                    { kind: 'copy', sources: ['.'], target: '.' },
                    {
                        kind: 'run',
                        commands: [
                            `dotnet publish ${JSON.stringify(blueprint.project)} --configuration Release --output /out -p:UseAppHost=false`,
                        ],
                        caches: [{ path: '/root/.nuget/packages' }],
                    },
                ],
            },
            {
                image: `mcr.microsoft.com/dotnet/aspnet:${blueprint.version}`,
                comment: 'Only what runs ASP.NET Core.',
                steps: [
                    { kind: 'gap' },
                    makeAppUser,
                    { kind: 'env', values: { PORT: String(blueprint.port) } },
                    { kind: 'workdir', path: '/app' },
                    { kind: 'copy', sources: ['/out'], target: '.', from: 'build' },
                    { kind: 'gap' },
                    useAppUser,
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
