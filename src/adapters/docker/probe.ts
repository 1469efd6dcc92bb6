import * as http from 'node:http';
import * as https from 'node:https';
import type { ProbeResult } from '../../core/diagnose/engineSetup';
import type { Endpoint } from './endpoint';
import { createSshAgent } from './sshAgent';

/** Asks once. Never throws; stops after `timeoutMs` or when `signal` says so. */
export function probe(endpoint: Endpoint, signal: AbortSignal, timeoutMs: number): Promise<ProbeResult> {
    return new Promise((resolve) => {
        const request = (endpoint.kind === 'tcp' && endpoint.tls !== undefined ? https : http).request({
            ...target(endpoint),
            path: '/_ping',
            method: 'GET',
            signal,
        });
        const timer = setTimeout(() => {
            resolve({ kind: 'timeout' });
            request.destroy();
        }, timeoutMs);
        const settle = (result: ProbeResult) => {
            clearTimeout(timer);
            resolve(result);
        };
        request.on('error', (error) => settle(fromError(error)));
        request.on('response', (response) => {
            let body = '';
            response.setEncoding('utf8');
            response.on('data', (text: string) => (body = (body + text).slice(0, 1000)));
            response.on('error', (error) => settle(fromError(error)));
            response.on('end', () => settle(fromAnswer(response, body.trim())));
        });
        request.end();
    });
}

function target(endpoint: Endpoint): https.RequestOptions {
    switch (endpoint.kind) {
        case 'socket':
            // No agent: a connection that is kept alive was opened with the rights of that moment.
            return { socketPath: endpoint.path, agent: false };
        case 'tcp':
            return {
                host: endpoint.host,
                port: endpoint.port,
                ca: endpoint.tls?.ca,
                cert: endpoint.tls?.cert,
                key: endpoint.tls?.key,
                rejectUnauthorized: endpoint.tls?.verify !== 'skip',
            };
        case 'ssh':
            return { host: endpoint.host, agent: createSshAgent(endpoint) };
    }
}

function fromAnswer(response: http.IncomingMessage, body: string): ProbeResult {
    const { statusCode: status = 0, headers } = response;
    const header = (name: string) => headers[name]?.toString() ?? '';
    if (status !== 200) {
        return { kind: 'unwell', status, body };
    }
    if (header('api-version') === '') {
        return { kind: 'failed', reason: 'something else than an engine answered' };
    }
    const builder = header('builder-version');
    return {
        kind: 'answers',
        apiVersion: header('api-version'),
        osType: header('ostype') || 'linux',
        server: header('server'),
        ...(builder === '' ? {} : { builder }),
    };
}

function fromError(error: NodeJS.ErrnoException): ProbeResult {
    switch (error.code) {
        case 'ENOENT':
        case 'ENOTDIR':
            return { kind: 'absent' };
        case 'ECONNREFUSED':
        case 'ENOTSOCK':
            return { kind: 'refused' };
        case 'EACCES':
        case 'EPERM':
            return { kind: 'denied' };
        default:
            return { kind: 'failed', reason: error.message };
    }
}
