import type { Dockerfile, Step } from '../dockerfile';

/** An Azure Functions app: the host comes with its own base image. */
export interface FunctionsBlueprint {
    readonly stack: 'functions';
    /** Python's version, such as `3.11`. */
    readonly version: string;
    readonly requirements?: string;
}

export function functionsDockerfile(blueprint: FunctionsBlueprint): Dockerfile {
    const install: Step[] =
        blueprint.requirements === undefined
            ? []
            : [
                  { kind: 'copy', sources: [blueprint.requirements], target: '/' },
                  {
                      kind: 'run',
                      commands: [`pip install -r /${blueprint.requirements.split('/').at(-1) ?? ''}`],
                      caches: [{ path: '/root/.cache/pip', plainEnv: 'PIP_NO_CACHE_DIR=1' }],
                  },
              ];
    return {
        header: ['Made by Slipway. It is yours now: edit it as you like.'],
        stages: [
            {
                image: `mcr.microsoft.com/azure-functions/python:4-python${blueprint.version}`,
                comment: 'The Functions host, version 4, with the Python that the app asks for. It starts the app and listens on 80.',
                steps: [
                    {
                        kind: 'env',
                        values: {
                            AzureWebJobsScriptRoot: '/home/site/wwwroot',
                            AzureFunctionsJobHost__Logging__Console__IsEnabled: 'true',
                        },
                    },
                    ...install,
                    { kind: 'copy', sources: ['.'], target: '/home/site/wwwroot' },
                    { kind: 'expose', ports: [80] },
                ],
            },
        ],
    };
}
