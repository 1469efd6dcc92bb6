import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { quietOperation } from '../../../../src/base/operation';
import { holdsSecret, needsContentCheck } from '../../../../src/core/build/contextSecrets';
import { isIgnored, judgePath, parseIgnore } from '../../../../src/core/dockerfile/ignore';
import { containerize } from '../../../../src/workflows/containerize';
import type { ContainerizeOptions } from '../../../../src/workflows/containerize';
import { memoryFileSource } from '../project/memoryFileSource';

const flask = { 'app.py': 'from flask import Flask\napp = Flask(__name__)\n', 'requirements.txt': 'flask\ngunicorn\n' };
const vite = {
    'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6.0.0"}}',
    'index.html': '<script type="module" src="/src/main.js"></script>',
    'src/main.js': '',
};

async function made(files: Readonly<Record<string, string>>, options: ContainerizeOptions = {}) {
    const { files: proposed, projects } = await containerize(quietOperation(), memoryFileSource(files), options);
    const content = (path: string) => proposed.find((file) => file.path === path)?.content ?? '';
    return { content, codes: projects.flatMap(({ findings }) => findings.map(({ code, line }) => `${code}:${line ?? ''}`)) };
}

describe('a template of the project', () => {
    it('is filled in instead of a recipe', async () => {
        const template = 'FROM our/python:{{ runtimeVersion }}\nEXPOSE {{port}}\nCMD {{startCommand}}\n';
        const { content } = await made({ ...flask, '.slipway/templates/python.Dockerfile': template });
        assert.match(content('Dockerfile'), /^FROM our\/python:3\.13\nEXPOSE 8000\nCMD \["sh","-c","exec gunicorn .*"\]\n$/);
    });
    it('that asks for what is no fact is told, with the line', async () => {
        const { codes } = await made({ ...flask, '.slipway/templates/python.Dockerfile': 'FROM a\nENV A={{secret}}\n' });
        assert.ok(codes.includes('scaffold/template-fact-unknown:2'), codes.join(' '));
    });
    it('of another stack is not for this project', async () => {
        const { content } = await made({ ...flask, '.slipway/templates/node.Dockerfile': 'FROM a\n' });
        assert.match(content('Dockerfile'), /^# Made by Slipway/);
    });
});

describe('the .dockerignore of a folder with nothing but a Dockerfile', () => {
    const dockerfile = (...copies: string[]) => ['FROM busybox', ...copies, 'CMD ["/app/run"]', ''].join('\n');
    const ignored = async (files: Readonly<Record<string, string>>, path: string) => {
        const rules = parseIgnore((await made(files)).content('.dockerignore'));
        const parts = path.split('/');
        // A folder that is ignored takes along what is in it, unless a later rule names it.
        return isIgnored(rules, path, parts.length === 1 ? undefined : judgePath(rules, parts.slice(0, -1).join('/')).inForce);
    };

    for (const [path, expected] of [
        ['.git', true],
        ['.env', true],
        ['.env.production', true],
        ['certs/server.key', true],
        ['.env.example', false],
        ['notes.txt', false],
        // What looks like a leftover elsewhere may be what this image is made of.
        ['node_modules', false],
        ['build', false],
        ['app.log', false],
        ['Dockerfile', false],
    ] as const) {
        it(`${expected ? 'keeps out' : 'leaves in'} ${path}`, async () => {
            assert.equal(await ignored({ Dockerfile: dockerfile('COPY . /app') }, path), expected);
        });
    }

    for (const [copy, path] of [
        ['COPY server.pem /etc/ssl/', 'server.pem'],
        ['COPY --chown=1:1 ./certs/server.pem app /etc/ssl/', 'certs/server.pem'],
        ['ADD ["public.key", "/keys/"]', 'public.key'],
        ['COPY .git .git', '.git'],
        ['COPY .git/HEAD .git/HEAD', '.git/HEAD'],
        ['COPY .github/config.yml /x', '.github/config.yml'],
        ['COPY .devcontainer/scripts/x ./', '.devcontainer/scripts/x'],
        ['COPY web/.aws/config /root/.aws/', 'web/.aws/config'],
        ['COPY .idea/ ./', '.idea/x.xml'],
        ['COPY certs/*.pem /c/', 'certs/server.pem'],
        ['COPY serve?.pem /c/', 'server.pem'],
        ['COPY *.pem /c/', 'server.pem'],
        ['COPY "server.key" /c/', 'server.key'],
        ['ADD ["my server.key", "/keys/"]', 'my server.key'],
        ['COPY package.json .env* ./', '.env'],
        ['COPY package.json .env* ./', '.env.local'],
        ['COPY package.json \\\n    # settings\n    .env \\\n    /app/', '.env'],
        ['COPY /config/../.env /app/', '.env'],
    ] as const) {
        it(`leaves in what the Dockerfile copies by name: ${copy}`, async () => {
            assert.equal(await ignored({ Dockerfile: dockerfile(copy, 'COPY . /app') }, path), false);
            assert.equal(await ignored({ Dockerfile: dockerfile(copy, 'COPY . /app') }, 'other.key'), true);
        });
    }

    it('leaves in of a folder only what the Dockerfile copies of it', async () => {
        const files = { Dockerfile: dockerfile('COPY .git/HEAD .git/HEAD', 'COPY . /app') };
        assert.equal(await ignored(files, '.git/config'), true);
        assert.equal(await ignored(files, '.env'), true);
    });

    it('brings nothing back for what is copied by a pattern that names no secret', async () => {
        const { content } = await made({ Dockerfile: dockerfile('COPY * /app/', 'COPY ./ /app', 'COPY src/*.js $FILE /app/') });
        assert.ok(!content('.dockerignore').includes('by name'), content('.dockerignore'));
    });

    it('holds no pattern that a builder would refuse', async () => {
        const { content } = await made({
            Dockerfile: dockerfile('COPY [.env /app/', 'COPY a[.pem /app/', 'COPY ${A}.pem "b c.pem" /app/'),
        });
        assert.doesNotThrow(() => parseIgnore(content('.dockerignore')));
    });

    it('is not what another stage hands on', async () => {
        assert.equal(await ignored({ Dockerfile: dockerfile('COPY --from=build server.pem /etc/') }, 'server.pem'), true);
    });

    it('is the folder’s own where it has one', async () => {
        const files = { Dockerfile: dockerfile('COPY . /app'), '.dockerignore': 'secret\n' };
        const { files: proposed } = await containerize(quietOperation(), memoryFileSource(files));
        assert.deepEqual(
            proposed.map(({ path, action }) => [path, action]),
            [
                ['Dockerfile', 'keep'],
                ['.dockerignore', 'keep'],
            ],
        );
    });
});

describe('the .dockerignore beside a Dockerfile of the project', () => {
    const pom =
        '<project><artifactId>a</artifactId><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>';
    const java = { 'pom.xml': pom, 'src/main/java/A.java': '@SpringBootApplication class A { public static void main(String[] a) {} }' };
    for (const [title, files, kept] of [
        [
            'lets a jar through that is built before',
            { ...java, Dockerfile: 'FROM eclipse-temurin:21\nCOPY target/*.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n' },
            '!target/*.jar',
        ],
        [
            'lets a bind mount of the history through',
            {
                ...flask,
                Dockerfile:
                    'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache \\\n    --mount=source=.git,target=.git,type=bind \\\n    pip install .\nCMD ["gunicorn", "app:app"]\n',
            },
            '!.git',
        ],
        [
            'keeps out what no line copies by name',
            { ...flask, Dockerfile: 'FROM python:3.13\nCOPY --from=build .git .git\nCOPY . .\nCMD ["gunicorn", "app:app"]\n' },
            undefined,
        ],
    ] as const) {
        // prettier-ignore
        it(title, async () => {
            const lines = (await made(files)).content('.dockerignore').split('\n');
            assert.ok(lines.includes('.git'), lines.join('\n'));
            assert.deepEqual(
                lines.filter((line) => line.startsWith('!') && !line.includes('/src/') && line !== '!**/.env.example'),
                kept === undefined ? [] : [kept],
            );
        });
    }
});

describe('the variables of a production build', () => {
    it('go into the build when all of them are for the public', async () => {
        const { content, codes } = await made({ ...vite, '.env.production': '# api\nVITE_API=https://x.example\n' });
        assert.ok(content('.dockerignore').split('\n').includes('!.env.production'));
        assert.ok(!codes.some((code) => code.includes('env-file')));
    });
    it('stay out when one may be secret, and its name is told', async () => {
        const { content, codes } = await made({ ...vite, '.env.production': 'VITE_API=x\nDB_PASSWORD=y\n' });
        assert.ok(!content('.dockerignore').includes('!.env.production'));
        assert.ok(codes.includes('scaffold/env-file-left-out:'));
    });
    it('stay out of an app that no bundler builds', async () => {
        const { content } = await made({ ...flask, '.env.production': 'VITE_API=x\n' });
        assert.ok(!content('.dockerignore').includes('!.env.production'));
    });
    it('that are public are no secret of the context, others are', () => {
        assert.ok(needsContentCheck('web/.env.production'));
        assert.equal(holdsSecret('.env.production', 'VITE_A=1\nexport REACT_APP_B=2\n'), false);
        assert.equal(holdsSecret('.env', 'VITE_A=1\nTOKEN=abc\n'), true);
        assert.equal(holdsSecret('.env', 'what is this'), true);
        assert.equal(holdsSecret('.env', `VITE_A=${'x'.repeat(5000)}`.slice(0, 4096)), true, 'the rest was not read');
    });
});

describe('compose.yaml', () => {
    it('is made on request only', async () => {
        assert.equal((await made(flask)).content('compose.yaml'), '');
        const compose = parse((await made(flask, { compose: 'compose' })).content('compose.yaml')) as { services: unknown };
        assert.deepEqual(compose.services, { web: { build: '.', ports: ['127.0.0.1:8000:8000'] } });
    });
    it('never replaces one that is there', async () => {
        const { content } = await made({ ...flask, 'compose.yaml': 'services: {}\n' }, { compose: 'compose' });
        assert.equal(content('compose.yaml'), 'services: {}\n');
    });
});

describe('the sshd layer', () => {
    const sshd = { recipe: { sshd: 'appService' } } as const;
    it('leaves the image to start as root and the app to run as its user', async () => {
        const text = (await made(flask, sshd)).content('Dockerfile');
        assert.ok(!/^USER/m.test(text));
        assert.match(text, /^EXPOSE 8000 2222$/m);
        assert.match(text, /exec setpriv --reuid=10001 --regid=10001 --clear-groups/);
        assert.match(text, /^ENTRYPOINT \["\/usr\/local\/bin\/start-with-ssh"\]$/m);
    });
    it("keeps the start program of nginx's image", async () => {
        const text = (await made({ 'index.html': '<!doctype html>' }, sshd)).content('Dockerfile');
        assert.match(text, /^ENTRYPOINT \["\/usr\/local\/bin\/start-with-ssh", "\/docker-entrypoint\.sh"\]$/m);
    });
});
