import { never } from '../../base/never';
import type { Blueprint } from './blueprint';
import type { Dockerfile } from './dockerfile';
import type { RecipeOptions } from './recipeOptions';
import { functionsDockerfile } from './recipes/functions';
import { nodeDockerfile } from './recipes/node';
import { pythonDockerfile } from './recipes/python';
import { renderDockerfile } from './renderDockerfile';

/** The Dockerfile of a blueprint as text. */
export function renderBlueprint(blueprint: Blueprint, options: RecipeOptions): string {
    return renderDockerfile(recipe(blueprint, options), options);
}

function recipe(blueprint: Blueprint, options: RecipeOptions): Dockerfile {
    switch (blueprint.stack) {
        case 'python':
            return pythonDockerfile(blueprint, options);
        case 'node':
            return nodeDockerfile(blueprint, options);
        case 'functions':
            return functionsDockerfile(blueprint);
        default:
            return never(blueprint);
    }
}
