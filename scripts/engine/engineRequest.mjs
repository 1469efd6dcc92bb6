import http from 'node:http';

/**
 * One request to an engine's API. `engine` is where Node's http can dial it: `{ socketPath }` or `{ host, port }`. `body` is a value (sent as JSON), a
 * stream, or nothing. Resolves with `{ status, headers, text }`; rejects when the engine cannot be reached or says nothing for `timeoutMs`.
 */
export function engineRequest(engine, method, path, { body, timeoutMs = 30_000, onText } = {}) {
    return new Promise((resolve, reject) => {
        const isStream = typeof body?.pipe === 'function';
        const type = isStream ? 'application/x-tar' : 'application/json';
        const request = http.request(
            { ...engine, method, path, agent: false, headers: body === undefined ? {} : { 'content-type': type } },
            (response) => {
                let text = '';
                response.setEncoding('utf8');
                response.on('data', (piece) => {
                    text += piece;
                    onText?.(piece);
                });
                response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
                response.on('error', reject);
            },
        );
        request.setTimeout(timeoutMs, () => request.destroy(Object.assign(new Error('the engine does not answer'), { code: 'TIMEOUT' })));
        request.on('error', reject);
        if (isStream) {
            body.on('error', (error) => request.destroy(error));
            body.pipe(request);
        } else {
            request.end(body === undefined ? undefined : JSON.stringify(body));
        }
    });
}
