/** How Node's http dials an engine address; undefined for kinds that the scripts do not dial (ssh, TLS, named pipes). */
export function dialEngine(address) {
    const [, kind, rest] = /^(\w+):\/\/(.*)$/.exec(address) ?? [];
    if (kind === 'unix') {
        return { socketPath: rest };
    }
    if (kind === 'tcp' && !process.env.DOCKER_TLS_VERIFY) {
        const url = new URL(`http://${rest}`);
        return { host: url.hostname, port: Number(url.port || 2375) };
    }
    return undefined;
}
