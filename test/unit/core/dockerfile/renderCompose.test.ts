import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { quietOperation } from '../../../../src/base/operation';
import { containerize } from '../../../../src/workflows/containerize';
import { memoryFileSource } from '../project/memoryFileSource';

interface Compose {
    readonly services: Readonly<Record<string, { build?: string; image?: string; ports?: string[]; environment?: Record<string, string>; depends_on?: Record<string, { condition: string }>; healthcheck?: unknown }>>; // prettier-ignore
}

async function composeOf(code: string, requirements: string): Promise<Compose> {
    const app = `import os\nfrom flask import Flask\napp = Flask(__name__)\n${code}`;
    const source = memoryFileSource({ 'app.py': app, 'requirements.txt': `flask\ngunicorn\n${requirements}` });
    const { files } = await containerize(quietOperation(), source, { compose: 'compose' });
    return parse(files.find(({ path }) => path === 'compose.yaml')?.content ?? '') as Compose;
}

describe('A compose.yaml', () => {
    it('gives an app the address of its services, and waits until they answer', async () => {
        const { services } = await composeOf('a = os.environ["DATABASE_URL"]\nb = os.environ["REDIS_URL"]\n', 'psycopg2-binary\nredis\n');
        assert.deepEqual(services.web?.environment, {
            DATABASE_URL: 'postgresql://postgres:local@postgres:5432/postgres',
            REDIS_URL: 'redis://redis:6379/0',
        });
        assert.deepEqual(services.web.depends_on, { postgres: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } });
        assert.ok(services.postgres?.healthcheck !== undefined && services.redis?.healthcheck !== undefined);
    });

    it('builds a folder whose name compose would take for a variable', async () => {
        const source = memoryFileSource({
            'a$b/app.py': 'from flask import Flask\napp = Flask(__name__)\n',
            'a$b/requirements.txt': 'flask\n',
        });
        const { files } = await containerize(quietOperation(), source, { compose: 'compose' });
        const { services } = parse(files.find(({ path }) => path === 'compose.yaml')?.content ?? '') as Compose;
        assert.equal(services['a-b']?.build, './a$$b');
    });

    it('fills in an address that the code takes in parts, and leaves what it does not know to the machine', async () => {
        const names = ['DB_HOST', 'DB_USER', 'DB_PASSWORD', 'DB_NAME', 'DB_PORT', 'API_KEY'];
        const { services } = await composeOf(names.map((name) => `${name} = os.environ["${name}"]\n`).join(''), 'psycopg2-binary\n');
        assert.deepEqual(services.web?.environment, {
            DB_HOST: 'postgres',
            DB_USER: 'postgres',
            DB_PASSWORD: 'local',
            DB_NAME: 'postgres',
            DB_PORT: '5432',
            API_KEY: '${API_KEY}',
        });
    });

    const app = 'from flask import Flask\napp = Flask(__name__)\n';
    const looked = async (files: Readonly<Record<string, string>>, registry?: string) =>
        (
            await containerize(quietOperation(), memoryFileSource(files), {
                compose: 'compose',
                ...(registry !== undefined && { recipe: { baseImageRegistry: registry } }),
            })
        ).files;

    it('publishes apps of one port beside each other, each under a name of its own', async () => {
        const list = 'flask\ngunicorn\nredis\n';
        const files = await looked({
            'app.py': app,
            'requirements.txt': list,
            'web/app.py': app,
            'web/requirements.txt': list,
            'redis/app.py': app,
            'redis/requirements.txt': list,
        });
        const { services } = parse(files.find(({ path }) => path === 'compose.yaml')?.content ?? '') as Compose;
        assert.deepEqual(
            Object.entries(services).flatMap(([name, { ports, build }]) =>
                ports === undefined ? [] : [`${name} ${build} ${ports.join()}`],
            ),
            ['web . 127.0.0.1:8000:8000', 'redis-2 ./redis 127.0.0.1:8001:8000', 'web-2 ./web 127.0.0.1:8002:8000'],
        );
    });

    it('takes the images of its services from the mirror, too', async () => {
        const files = await looked({ 'app.py': app, 'requirements.txt': 'flask\ngunicorn\nredis\n' }, 'mirror.example.com/hub');
        const { services } = parse(files.find(({ path }) => path === 'compose.yaml')?.content ?? '') as Compose;
        assert.equal(services.redis?.image, 'mirror.example.com/hub/redis:7');
    });

    it('is not made beside one of another name', async () => {
        const files = await looked({ 'app.py': app, 'requirements.txt': 'flask\ngunicorn\n', 'docker-compose.yml': 'services: {}\n' });
        assert.deepEqual(
            files.filter(({ path }) => path.includes('compose')).map(({ path, action }) => [path, action]),
            [['docker-compose.yml', 'keep']],
        );
    });
});
