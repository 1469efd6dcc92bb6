import fs from 'node:fs';
import path from 'node:path';

/**
 * JavaScript in place of the native modules that the server touches at run time: its logger (which output channels write through), the watchdog and the
 * device id. Names are assigned to `exports` one by one, because Node's import of CommonJS has to see them.
 */
export function codeServerShims(nodeModules) {
    for (const [name, code] of Object.entries(shims)) {
        const folder = path.join(nodeModules, name);
        fs.rmSync(folder, { recursive: true, force: true });
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.js', type: 'commonjs' }));
        fs.writeFileSync(path.join(folder, 'index.js'), code);
    }
}

const logger = `'use strict';
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
    constructor(file) {
        this.file = file;
        this.level = 2;
        this.plain = false;
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.appendFileSync(file, '');
    }
    write(level, message) {
        if (level < this.level) return;
        const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
        try {
            fs.appendFileSync(this.file, this.plain ? message : time + ' [' + levels[level] + '] ' + message + '\\n');
        } catch {
            // The folder is gone: the test is over.
        }
    }
    trace(message) { this.write(0, message); }
    debug(message) { this.write(1, message); }
    info(message) { this.write(2, message); }
    warn(message) { this.write(3, message); }
    error(message) { this.write(4, message); }
    critical(message) { this.write(5, message); }
    getLevel() { return this.level; }
    setLevel(level) { this.level = level; }
    setPattern() { this.plain = true; }
    clearFormatters() { this.plain = true; }
    flush() {}
    drop() {}
}

exports.version = 11500;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger(file);
`;

const shims = {
    '@vscode/spdlog': logger,
    '@vscode/native-watchdog': 'exports.start = () => {};\n',
    '@vscode/deviceid': "exports.getDeviceId = async () => '00000000-0000-4000-8000-000000000000';\n",
};
