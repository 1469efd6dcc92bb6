import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { dockerfileNeeds } from '../../core/diagnose/dockerfileNeeds';
import type { ProjectSetup } from '../../core/diagnose/engineSetup';

/** What a folder needs of the machine: looks at names in it and below it, and reads its Dockerfile. */
export async function probeProject(
    folder: string,
): Promise<Pick<ProjectSetup, 'folder' | 'needsPython' | 'environment' | 'dockerfileNeeds'>> {
    const names = await fs.readdir(folder).catch((): string[] => []);
    const needsPython = names.some((name) => /\.py$|^(requirements.*\.txt|pyproject\.toml|Pipfile|setup\.cfg)$/.test(name)) ? 'yes' : 'no';
    const dockerfile = await fs.readFile(path.join(folder, 'Dockerfile'), 'utf8').catch(() => '');
    // What makes a folder an environment is this file, whatever the folder is called.
    const marked = await Promise.all(
        names.map((name) =>
            fs.access(path.join(folder, name, 'pyvenv.cfg')).then(
                () => true,
                () => false,
            ),
        ),
    );
    return {
        folder,
        needsPython,
        environment: needsPython === 'no' ? 'unknown' : marked.includes(true) ? 'present' : 'absent',
        dockerfileNeeds: dockerfileNeeds(dockerfile),
    };
}
