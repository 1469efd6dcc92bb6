import { run } from '../machine/run.mjs';

/** Unpacks Debian packages and everything they depend on into a folder, without running any of their scripts. */
export async function extractPackages(codename, sources, packages, folder) {
    await run('mmdebstrap', [
        '--variant=extract',
        '--aptopt=Acquire::Retries "3"',
        `--include=${packages.join(',')}`,
        codename,
        folder,
        ...sources,
    ]);
}
