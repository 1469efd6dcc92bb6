import fs from 'node:fs';
import path from 'node:path';
import { npmInstall } from '../machine/npmInstall.mjs';
import { buildImage } from './buildImage.mjs';
import { scratchFolder } from './scratchFolder.mjs';

const entrypoint = `#!/bin/sh
set -e
# A first argument that is an option, no program, or a file that is not executable goes to node.
if [ "\${1#-}" != "\${1}" ] || [ -z "$(command -v "\${1}")" ] || { [ -f "\${1}" ] && ! [ -x "\${1}" ]; }; then
    set -- node "$@"
fi
exec "$@"
`;

/** The slim Node image on Debian bookworm: Node's own binary, npm, Corepack and Yarn 1 from npm, and the user \`node\` (1000). */
export function nodeRecipe(major, version, npmVersion) {
    return {
        name: `node-${major}`,
        base: 'debian-bookworm',
        standsFor: `node:${version}-bookworm-slim`,
        tags: [`node:${major}-slim`, `node:${major}-bookworm-slim`, `node:${version}-slim`, `node:${major}`, `node:${major}-bookworm`],
        async make({ dial, labels }) {
            await scratchFolder(async (folder) => {
                const binary = `node-linux-${process.arch}`;
                await npmInstall(folder, [`${binary}@${version}`, `npm@${npmVersion}`, 'corepack@0.34.0', 'yarn@1.22.22']);
                const stage = path.join(folder, 'stage');
                const local = path.join(stage, 'root/usr/local');
                const modules = path.join(local, 'lib/node_modules');
                fs.mkdirSync(path.join(local, 'bin'), { recursive: true });
                fs.mkdirSync(modules, { recursive: true });
                fs.mkdirSync(path.join(stage, 'root/opt'), { recursive: true });
                fs.copyFileSync(path.join(folder, 'node_modules', binary, 'bin/node'), path.join(local, 'bin/node'));
                fs.renameSync(path.join(folder, 'node_modules/npm'), path.join(modules, 'npm'));
                fs.renameSync(path.join(folder, 'node_modules/corepack'), path.join(modules, 'corepack'));
                fs.renameSync(path.join(folder, 'node_modules/yarn'), path.join(stage, 'root/opt/yarn-v1.22.22'));
                for (const [name, target] of Object.entries({
                    npm: '../lib/node_modules/npm/bin/npm-cli.js',
                    npx: '../lib/node_modules/npm/bin/npx-cli.js',
                    corepack: '../lib/node_modules/corepack/dist/corepack.js',
                    nodejs: 'node',
                    yarn: '/opt/yarn-v1.22.22/bin/yarn',
                    yarnpkg: '/opt/yarn-v1.22.22/bin/yarnpkg',
                })) {
                    fs.symlinkSync(target, path.join(local, 'bin', name));
                }
                fs.writeFileSync(path.join(local, 'bin/docker-entrypoint.sh'), entrypoint, { mode: 0o755 });
                fs.writeFileSync(path.join(stage, 'Dockerfile'), dockerfile(version));
                await buildImage(dial, stage, this.tags, labels);
            });
        },
    };
}

function dockerfile(version) {
    return `FROM debian:bookworm-slim
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
ENV NODE_VERSION=${version}
ENV YARN_VERSION=1.22.22
COPY root/ /
RUN chmod +x /usr/local/lib/node_modules/npm/bin/*.js /usr/local/lib/node_modules/corepack/dist/*.js /opt/yarn-v1.22.22/bin/* && node --version && npm --version && yarn --version
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
`;
}
