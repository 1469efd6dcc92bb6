import fs from 'node:fs';
import path from 'node:path';
import { buildImage } from './buildImage.mjs';
import { scratchFolder } from './scratchFolder.mjs';

/**
 * An image made of Debian's own packages on top of another stand-in. `files` (path → text, executable when it begins with `#!`) are copied to the root
 * before `rest`, the instructions that give it the official image's layout.
 */
export function packagedRecipe({ name, base, from, standsFor, tags, packages, rest, before = [], files = {} }) {
    return {
        name,
        base,
        madeOf: { from, packages, rest, before, files },
        standsFor,
        tags,
        async make({ dial, labels }) {
            await scratchFolder(async (folder) => {
                for (const [file, text] of Object.entries(files)) {
                    const target = path.join(folder, 'root', file);
                    fs.mkdirSync(path.dirname(target), { recursive: true });
                    fs.writeFileSync(target, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
                }
                fs.writeFileSync(
                    path.join(folder, 'Dockerfile'),
                    [
                        `FROM ${from}`,
                        ...before,
                        `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} && rm -rf /var/lib/apt/lists/*`,
                        ...(Object.keys(files).length === 0 ? [] : ['COPY root/ /']),
                        ...rest,
                        '',
                    ].join('\n'),
                );
                await buildImage(dial, folder, tags, labels);
            });
        },
    };
}
