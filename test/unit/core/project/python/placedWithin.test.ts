import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

/** The folders that the image's last stage goes to, in their order. */
async function placesOf(code: string): Promise<readonly string[]> {
    const [project] = await detectProjects(
        memoryFileSource({
            'api/main.py': `from fastapi import FastAPI\nfrom api.db import x\napp = FastAPI()\n${code}`,
            'api/db.py': 'x = 1\n',
            'api/data/list.txt': '',
            'api/requirements.txt': 'fastapi\nuvicorn\n',
        }),
        {},
    );
    const blueprint = project?.detection.blueprint;
    return blueprint?.stack === 'python' && blueprint.within !== undefined
        ? [blueprint.within.path, String(blueprint.within.startsOutside)]
        : [];
}

describe('where an app starts whose folder is imported by its name', () => {
    for (const [title, code, starts] of [
        ['inside, where nothing says otherwise', '', 'false'],
        ['inside, where a route begins with the name of the folder', 'prefix = "api/v1"\n', 'false'],
        ['around it, where it names a folder inside from there', 'path = "./api/data"\n', 'true'],
        ['around it, where it makes a file inside from there', 'open("api/notes.txt", "w")\n', 'true'],
    ] as const) {
        it(title, async () => {
            assert.deepEqual(await placesOf(code), ['api', starts]);
        });
    }
});
