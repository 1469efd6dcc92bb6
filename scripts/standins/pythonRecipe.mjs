import fs from 'node:fs';
import path from 'node:path';
import { run } from '../machine/run.mjs';
import { buildImage } from './buildImage.mjs';
import { extractPackages } from './extractPackages.mjs';
import { scratchFolder } from './scratchFolder.mjs';

// What Python's own modules link to. The C library and its friends are in the base image.
const libraries =
    /^lib(bz2|com_err|crypt|crypto|db-5|expat|ffi|formw|gdbm|gssapi_krb5|k5crypto|keyutils|krb5|lzma|menuw|mpdec|ncursesw|nsl|panelw|readline|sqlite3|ssl|tinfo|tirpc|uuid|z|zstd)\b.*\.so/;

// Each of these fails to import when a library is missing.
const proof = 'import bz2, ctypes, curses, decimal, hashlib, lzma, readline, sqlite3, ssl, uuid, zlib';

/**
 * The slim Python image. Debian's Python is moved to /usr/local and its Debian-only changes are taken back, so that pip installs into
 * /usr/local/lib/pythonX.Y/site-packages as in the real image, and apt does not know of a Python, as there.
 */
export function pythonRecipe(version, codename) {
    return {
        name: `python-${version}`,
        base: `debian-${codename}`,
        standsFor: `python:${version}-slim-${codename}`,
        tags: [`python:${version}-slim`, `python:${version}-slim-${codename}`, `python:${version}`, `python:${version}-${codename}`],
        async make({ dial, sources, labels }) {
            await scratchFolder(async (folder) => {
                const unpacked = path.join(folder, 'unpacked');
                const python = `python${version}`;
                const packages = [
                    python,
                    `${python}-venv`,
                    `lib${python}-dev`,
                    'netbase',
                    'tzdata',
                    ...(codename === 'bookworm' ? ['python3-distutils'] : []),
                ];
                await extractPackages(codename, await sources(codename), packages, unpacked);
                const stage = path.join(folder, 'stage');
                await moveToLocal(unpacked, path.join(stage, 'root'), python);
                fs.writeFileSync(path.join(stage, 'Dockerfile'), dockerfile(version, codename, fullVersion(unpacked, python)));
                await buildImage(dial, stage, this.tags, labels);
            });
        },
    };
}

async function moveToLocal(from, to, python) {
    const local = path.join(to, 'usr/local');
    const copy = (source, target) => {
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.cpSync(path.join(from, source), target, { recursive: true, verbatimSymlinks: true });
    };
    copy(`usr/bin/${python}`, `${local}/bin/${python}`);
    copy(`usr/lib/${python}`, `${local}/lib/${python}`);
    copy(`usr/include/${python}`, `${local}/include/${python}`);
    copy('usr/share/python-wheels', `${to}/usr/share/python-wheels`);
    copy('usr/share/zoneinfo', `${to}/usr/share/zoneinfo`);
    copy('etc/services', `${to}/etc/services`);
    copy('etc/protocols', `${to}/etc/protocols`);
    const multiarch = fs.readdirSync(path.join(from, 'usr/lib')).find((name) => /-linux-gnu/.test(name));
    copy(`usr/include/${multiarch}/${python}`, `${local}/include/${multiarch}/${python}`);
    for (const folder of [`lib/${multiarch}`, `usr/lib/${multiarch}`]) {
        for (const name of fs.existsSync(path.join(from, folder)) ? fs.readdirSync(path.join(from, folder)) : []) {
            if (libraries.test(name)) {
                copy(`${folder}/${name}`, `${to}/usr/lib/${multiarch}/${name}`);
            }
        }
    }
    await undoDebianChanges(`${local}/lib/${python}`);
    for (const name of ['python', 'python3']) {
        fs.symlinkSync(python, `${local}/bin/${name}`);
    }
}

/** Debian sends pip's files to dist-packages, turns ensurepip off and forbids pip outside of a virtual environment. */
async function undoDebianChanges(library) {
    const edit = (name, from, to) => {
        const file = path.join(library, name);
        const text = fs.readFileSync(file, 'utf8');
        if (!text.includes(from)) {
            throw new Error(`Debian's ${name} has changed: ${from} is not in it`);
        }
        fs.writeFileSync(file, text.replaceAll(from, to));
    };
    const sysconfig = fs.existsSync(path.join(library, 'sysconfig.py')) ? 'sysconfig.py' : 'sysconfig/__init__.py';
    edit(sysconfig, "prefix_scheme = 'posix_local'", "prefix_scheme = 'posix_prefix'");
    // The module `site` is frozen into the program, so its file cannot be edited: the folder that it does look at leads to the right one.
    fs.mkdirSync(path.join(library, 'dist-packages'));
    const lead = 'import os, site; site.addsitedir(os.path.join(os.path.dirname(os.__file__), "site-packages"))\n';
    fs.writeFileSync(path.join(library, 'dist-packages/site-packages.pth'), lead);
    edit('ensurepip/__init__.py', '    _ensurepip_is_disabled_in_debian_for_system()\n', '');
    for (const name of ['EXTERNALLY-MANAGED', 'sitecustomize.py', '_distutils_system_mod.py']) {
        fs.rmSync(path.join(library, name), { force: true });
    }
    await run('find', [library, '-xtype', 'l', '-delete']);
}

function fullVersion(unpacked, python) {
    const text = fs.readFileSync(path.join(unpacked, `usr/include/${python}/patchlevel.h`), 'utf8');
    return /#define PY_VERSION\s+"([^"]+)"/.exec(text)[1];
}

function dockerfile(version, codename, full) {
    const language = Number(version.split('.')[1]) < 13 ? 'ENV LANG=C.UTF-8\n' : '';
    return `FROM debian:${codename}-slim
ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
${language}ENV PYTHON_VERSION=${full}
COPY root/ /
RUN ldconfig && PYTHONDONTWRITEBYTECODE=1 python -m ensurepip --default-pip && python -c '${proof}' && pip --version
CMD ["python3"]
`;
}
