import type { Blueprint } from './blueprint';
import type { RecipeOptions } from './recipeOptions';
import { pythonDockerfile } from './recipes/python';
import { renderDockerfile } from './renderDockerfile';

/** The Dockerfile of a blueprint as text. */
export function renderBlueprint(blueprint: Blueprint, options: RecipeOptions): string {
    return renderDockerfile(pythonDockerfile(blueprint, options), options);
}
