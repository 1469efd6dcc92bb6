import { never } from '../../base/never';
import { addAppServiceSsh } from './appServiceSsh';
import type { Blueprint } from './blueprint';
import type { Dockerfile } from './dockerfile';
import type { RecipeOptions } from './recipeOptions';
import { goDockerfile, rustDockerfile } from './recipes/compiled';
import { dotnetDockerfile } from './recipes/dotnet';
import { functionsDockerfile } from './recipes/functions';
import { javaDockerfile } from './recipes/java';
import { nodeDockerfile } from './recipes/node';
import { phpDockerfile } from './recipes/php';
import { pythonDockerfile } from './recipes/python';
import { rubyDockerfile } from './recipes/ruby';
import { staticDockerfile } from './recipes/staticSite';
import { renderDockerfile } from './renderDockerfile';

/** The Dockerfile of a blueprint as text. */
export function renderBlueprint(blueprint: Blueprint, options: RecipeOptions): string {
    const dockerfile = recipe(blueprint, options);
    return renderDockerfile(options.sshd === 'appService' ? addAppServiceSsh(dockerfile) : dockerfile, options);
}

function recipe(blueprint: Blueprint, options: RecipeOptions): Dockerfile {
    switch (blueprint.stack) {
        case 'python':
            return pythonDockerfile(blueprint, options);
        case 'functions':
            return functionsDockerfile(blueprint);
        case 'node':
            return nodeDockerfile(blueprint, options);
        case 'go':
            return goDockerfile(blueprint, options);
        case 'rust':
            return rustDockerfile(blueprint, options);
        case 'java':
            return javaDockerfile(blueprint, options);
        case 'dotnet':
            return dotnetDockerfile(blueprint);
        case 'php':
            return phpDockerfile(blueprint, options);
        case 'ruby':
            return rubyDockerfile(blueprint, options);
        case 'static':
            return staticDockerfile(blueprint, options);
        default:
            return never(blueprint);
    }
}
