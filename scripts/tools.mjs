// Installs what a bare machine lacks into .tools: node scripts/tools.mjs [node] [code-server] [oldest-code-server] [browser] [docker-registry];
// without arguments everything but the oldest code-server.
import { browser } from './machine/browser.mjs';
import { codeServer } from './machine/codeServer.mjs';
import { dockerRegistry } from './machine/dockerRegistry.mjs';
import { node24 } from './machine/node24.mjs';

const tools = {
    node: node24,
    'code-server': () => codeServer('today'),
    'oldest-code-server': () => codeServer('oldest'),
    browser,
    'docker-registry': dockerRegistry,
};

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(tools).filter((tool) => tool !== 'oldest-code-server')) {
    if (!tools[name]) {
        console.error(`There is no tool named ${name}; there are ${Object.keys(tools).join(', ')}.`);
        process.exit(2);
    }
    console.log(name, JSON.stringify(await tools[name]()));
}
