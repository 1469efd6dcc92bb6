import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const app = (lines: string) => ({
    'main.py': `import os\nfrom pathlib import Path\nfrom fastapi import FastAPI\n${lines}\napp = FastAPI()\n@app.get("/data")\ndef home():\n    return {}\n`,
    'requirements.txt': 'fastapi\nuvicorn\n',
});

function check(title: string, lines: string, expected: readonly string[], more: Readonly<Record<string, string>> = {}): void {
    it(title, async () => {
        const [project] = await detectProjects(memoryFileSource({ ...app(lines), ...more }), {});
        const blueprint = project?.detection.blueprint;
        assert.deepEqual(blueprint?.stack === 'python' ? blueprint.writable : undefined, expected);
        const written = project?.profile.needs.writes.map(({ path }) => path) ?? [];
        assert.ok(expected.every((path) => written.includes(path)));
    });
}

describe('folders outside of the app that its image makes', () => {
    check('a default of a variable that a folder is made from', 'ROOT = Path(os.getenv("DATA_ROOT", "/data"))\nROOT.mkdir(exist_ok=True)', [
        '/data',
    ]);
    check('a constant', 'DATA_DIR = "/data"\nos.makedirs(DATA_DIR, exist_ok=True)', ['/data']);
    check('a constant that is joined of parts', 'DB_FILE = os.path.join("/var/shop", "shop.db")\nopen(DB_FILE, "w")', ['/var/shop']);
    check(
        'the folder of a file that is written',
        'def keep(text):\n    with open("/srv/notes/all.txt", "a") as out:\n        out.write(text)',
        ['/srv/notes'],
    );
    check('a constant that is the path of a page', 'HOME = "/home-page"\nSTATIC_URL = "/static"\nopen("/tmp/x", "w")', []);
    check(
        'what a compose file mounts and the code names in its own way',
        'def keep(text):\n    target = f"/depot/{text}"\n    with open(target, "w") as out:\n        out.write(text)',
        ['/depot'],
        {
            'compose.yaml':
                'services:\n  web:\n    build: .\n    volumes:\n      - depot:/depot\n      - unnamed:/elsewhere\n      - .:/app\n      - ./nginx.conf:/nginx.conf\nvolumes:\n  depot: {}\n  unnamed: {}\n',
        },
    );
    check('the folder of a database', 'URL = os.environ.get("DATABASE_URL", "sqlite:////var/shop/shop.db")', ['/var/shop']);
    check('a folder that is made by its name', 'os.makedirs("/srv/uploads", exist_ok=True)', ['/srv/uploads']);
    check(
        'a field of a settings class',
        'from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    upload_dir: str = "/storage/files/"\ndef keep(data):\n    Path(S().upload_dir).mkdir()',
        ['/storage/files'],
    );
    check(
        'neither a route, nor a temporary or a system folder, nor a file at the root',
        'TMP = os.getenv("TMP_DIR", "/tmp/x")\nCERT = Path("/etc/ssl/cert.pem")\nFILE = Path("/shop.db")\nos.makedirs("/app/files")',
        [],
    );
    check('none where nothing is written', 'MODEL = os.getenv("MODEL_PATH", "/models/a.bin")', []);
    for (const line of [
        'metrics_path: str = "/metrics"',
        'DATA_PREFIX = "/data"',
        'UPLOAD_ENDPOINT = "/uploads"',
        'media_uri = "/media/"',
        'ROOT = os.getenv("ROOT_PATH", "/shop")',
        'root_path: str = "/shop"',
        'api_root_path: str = "/v1"',
        'static_path: str = "/static"',
        'path: str = "/shop"',
        'login_path: str = "/login"',
        'profile_path: str = "/profile"',
        'FEEDBACK = os.getenv("FEEDBACK_PATH", "/feedback")',
        'BASE = os.environ.get("BASE_PATH", "/shop")',
        'def back(request): return request.args.get("next_path", "/dashboard")',
        'def log(request): return request.args.get("log_path", "/logs")',
        'def keep(request): return request.form.get("upload_dir", "/dashboard")',
    ]) {
        check(`not the path of a URL: ${line}`, `${line}\nos.makedirs("/app/files")`, []);
    }
    check(
        'the path of what is kept, by whatever name says so',
        'os.makedirs("/app/files")\nupload_path: str = "/uploads"\nLOGS = os.getenv("LOG_PATH", "/logs")\ndocs_dir: str = "/papers"',
        ['/logs', '/uploads', '/papers'],
    );
});
