/**
 * The recipes for what was asked for, with their bases, in building order. A name is an image ("python:3.13-slim"), a recipe ("node-22") or a family
 * ("python"). Throws with what there is when nothing bears the name.
 */
export function chooseRecipes(recipes, names) {
    const chosen = new Set();
    const add = (recipe) => {
        const base = recipes.find((other) => other.name === recipe.base);
        if (base) {
            add(base);
        }
        chosen.add(recipe);
    };
    for (const name of names) {
        const matching = recipes.filter(
            (recipe) => recipe.name === name || recipe.tags.includes(name) || recipe.name.startsWith(`${name}-`),
        );
        if (matching.length === 0) {
            throw new Error(`No stand-in for ${name}; there are ${recipes.flatMap((recipe) => recipe.tags).join(', ')}.`);
        }
        matching.forEach(add);
    }
    return recipes.filter((recipe) => chosen.has(recipe));
}
