import assert from 'node:assert/strict';
import { titleVariables } from '../../../../../src/core/project/needs/titleVariables';

describe('The variable that titles a FastAPI', () => {
    const check = (title: string, files: Readonly<Record<string, string>>, expected: readonly string[]) => {
        it(title, () => {
            const sources = Object.entries(files).map(([file, text]) => ({ file, text }));
            assert.deepEqual(
                titleVariables(sources).map(({ name, how, file, line }) => `${name} ${how} ${file}:${line}`),
                expected,
            );
        });
    };
    const settings = 'import os\nAPP_NAME = os.getenv("APP_NAME")\n';
    check('is demanded where another file holds it', { 'lib/env.py': settings, 'main.py': 'app = FastAPI(title=env.APP_NAME, lifespan=lifespan)\n' }, ['APP_NAME demanded lib/env.py:2']); // prettier-ignore
    check('is demanded where it is read in place', { 'main.py': 'app = FastAPI(\n    title=os.getenv("NAME"),\n)\n' }, ['NAME demanded main.py:1']); // prettier-ignore
    check('is demanded in a class of settings', { 'config.py': 'class Settings:\n    VERSION = os.environ.get("API_VERSION")\n', 'main.py': 'app = FastAPI(debug=is_debug(), version=settings.VERSION)\n' }, ['API_VERSION demanded config.py:2']); // prettier-ignore
    check('is not where it has a default', { 'main.py': 'NAME = os.getenv("NAME", "x")\napp = FastAPI(title=NAME)\n' }, []);
    check('is not where another value takes its place', { 'main.py': 'app = FastAPI(title=NAME or "My API")\nNAME = os.getenv("NAME")\n' }, []); // prettier-ignore
    check('is not where there is no OpenAPI', { 'main.py': 'NAME = os.getenv("NAME")\napp = FastAPI(title=NAME, openapi_url=None)\n' }, []); // prettier-ignore
    check('is not where the name is given another value', { 'main.py': 'NAME = os.getenv("NAME")\nif not NAME:\n    NAME = "x"\napp = FastAPI(title=NAME)\n' }, []); // prettier-ignore
    check('is not a description, which may be None', { 'main.py': 'D = os.getenv("D")\napp = FastAPI(description=D)\n' }, []);
});
