/** Code that calls the environment by the name `env`: Node's own export, `process.env` under that name, and all of SvelteKit's private variables. */
export const importsEnv =
    /\bimport\s*\{[^{}]{0,200}\benv\b[^{}]{0,200}\}\s*from\s*["'](?:node:)?process["']|\b(?:const|let|var)\s+(?:env\s*(?::[^=\n]{1,60})?=\s*process\.env\s*(?:;|\n|as\b)|\{\s*env\s*\}\s*=\s*process\b(?!\.))|\bimport\s*\*\s*as\s+env\s+from\s*["']\$env\/static\/(?:private|public)["']/;
