import { debianRecipe } from './debianRecipe.mjs';
import { languageRecipes } from './languageRecipes.mjs';
import { nodeRecipe } from './nodeRecipe.mjs';
import { pythonRecipe } from './pythonRecipe.mjs';

/** Every stand-in that can be made, bases before what is built on them. A tag is here only where the version in the image is really the one it names. */
export const recipes = [
    debianRecipe('bookworm', 12),
    debianRecipe('trixie', 13),
    pythonRecipe('3.11', 'bookworm'),
    pythonRecipe('3.13', 'trixie'),
    nodeRecipe(22, '22.23.3', '10'),
    nodeRecipe(24, '24.21.0', '11'),
    ...languageRecipes,
];
