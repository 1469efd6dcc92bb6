/**
 * Lets a shell find the programs of the project's packages, beside it or at the root of its workspace. `npx --call` would do so too, but tells what runs in it
 * the same option, on which an inner `npx` gives up.
 */
export const ownPrograms = 'export PATH="$PWD/node_modules/.bin:/app/node_modules/.bin:$PATH"';
