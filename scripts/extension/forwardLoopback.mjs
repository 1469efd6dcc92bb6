import http from 'node:http';

/**
 * Shows pages of this machine's ports under hosts of their own: http://<port>.localhost:<this port>/ leads to http://127.0.0.1:<port>/. A VS Code in the
 * browser shows loopback links through such an address (`template`); below a path, its default, an app's absolute links would lead astray. Nothing is
 * reachable by it that a browser on this machine cannot reach without. `close` ends it.
 */
export async function forwardLoopback() {
    const server = http.createServer((request, response) => {
        const forwarded = forward(request);
        if (!forwarded) {
            response.writeHead(404).end();
            return;
        }
        forwarded.on('response', (answer) => {
            response.writeHead(answer.statusCode, answer.headers);
            answer.pipe(response);
        });
        forwarded.on('error', () => {
            if (response.headersSent) {
                response.destroy();
            } else {
                response.writeHead(502).end();
            }
        });
        request.pipe(forwarded);
    });
    server.on('upgrade', (request, socket, head) => {
        const forwarded = forward(request);
        socket.on('error', () => forwarded?.destroy());
        if (!forwarded) {
            socket.destroy();
            return;
        }
        forwarded.on('upgrade', (answer, upstream, first) => {
            upstream.on('error', () => socket.destroy());
            const headers = answer.rawHeaders.reduce((text, part, index) => text + part + (index % 2 === 0 ? ': ' : '\r\n'), '');
            socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`);
            socket.write(first);
            upstream.write(head);
            socket.pipe(upstream).pipe(socket);
        });
        forwarded.on('response', () => socket.destroy());
        forwarded.on('error', () => socket.destroy());
        forwarded.end();
    });
    await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return {
        template: `http://{{port}}.localhost:${server.address().port}`,
        close() {
            server.close();
            server.closeAllConnections();
        },
    };
}

/** The request to the port that the host names, or undefined when it names none: an address by another name is somebody else's. */
function forward({ method, url, headers }) {
    const port = /^(\d{2,5})\.localhost(:|$)/.exec(headers.host ?? '')?.[1];
    if (!port || Number(port) > 65535) {
        return undefined;
    }
    return http.request({ host: '127.0.0.1', port, method, path: url, headers: { ...headers, host: `127.0.0.1:${port}` } });
}
