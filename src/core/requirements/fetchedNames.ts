import { normalizeName } from './normalizeName';

/**
 * The distributions that a list (requirements.txt, pyproject.toml, Pipfile, setup.py …) fetches from an address: `flask @ git+https://…`,
 * `git+https://…/flask.git@main`, `flask = { git = "…" }`, in their one spelling. An address without a name is taken to be called like its repository.
 */
export function fetchedNames(text: string): ReadonlySet<string> {
    const names = text.split(/[\r\n"']/).flatMap((part) => nameIn(part) ?? []);
    const tables = text.split('\n').flatMap((line) => /^[ \t]*([\w.-]+)\s*=\s*\{.*\b(?:git|url)\s*=/.exec(line)?.[1] ?? []);
    return new Set([...names, ...tables].map(normalizeName));
}

function nameIn(part: string): string | undefined {
    if (part.trimStart().startsWith('#')) {
        return undefined;
    }
    const named = /^\s*([\w.-]+)\s*(?:\[[^\]]*\]\s*)?@\s*[a-z][a-z+]*:/i.exec(part)?.[1];
    const address = /(?:^|\s)(?:git|hg|svn|bzr)\+[a-z]+:\/\/[^/\s]+(\/\S*)/i.exec(part)?.[1];
    const archive =
        /^\s*https:\/\/github\.com\/[\w.-]+\/([\w.-]+)\/archive\//.exec(part)?.[1] ??
        /^\s*https?:\/\/\S*\/([A-Za-z0-9][\w.]*)-\d[^/\s]*\.(?:whl|zip|tar\.gz|tgz)/.exec(part)?.[1];
    const egg = /[#&]egg=([\w.-]+)/.exec(address ?? '')?.[1];
    return named ?? egg ?? archive ?? address?.replace(/[#@;].*$/, '').replace(/\/$/, '').replace(/\.git$/, '').split('/').at(-1); // prettier-ignore
}
