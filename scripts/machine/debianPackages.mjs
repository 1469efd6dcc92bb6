import { debianLike } from './debianLike.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { withLock } from './withLock.mjs';

/**
 * Installs the Debian packages that are missing and says whether they are there now; false means that this machine has no apt or the user is not root.
 * Throws apt's own words when it fails.
 */
export async function debianPackages(names) {
    if ((await missing(names)).length === 0) {
        return true;
    }
    if (!debianLike()?.root) {
        return false;
    }
    await withLock('apt', async () => {
        const wanted = await missing(names);
        if (wanted.length === 0) {
            return;
        }
        say(`apt-get install ${wanted.join(' ')}`);
        // A mirror that is asleep for a moment is asked again; the first try without an update serves machines whose lists are fresh.
        try {
            await install(wanted);
        } catch {
            await run('apt-get', ['update', '-o', 'Acquire::Retries=3'], { env: quietEnv() }).catch((error) =>
                say(error.message.split('\n')[0]),
            );
            await install(wanted);
        }
    });
    return true;
}

function install(names) {
    const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
    return run('apt-get', ['install', ...options, ...names], { env: quietEnv() });
}

function quietEnv() {
    return { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
}

async function missing(names) {
    // dpkg-query fails when it knows none of the names, and prints what it knows all the same.
    const text = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...names]).catch((error) =>
        String(error.message),
    );
    return names.filter((name) => !text.includes(`${name} installed\n`) && !text.endsWith(`${name} installed`));
}
