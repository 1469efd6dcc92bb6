/** A distribution that a library imports by itself once a feature of it is used, without depending on it. */
export interface QuietRule {
    /** What to add to the list. */
    readonly requirement: string;
    /** Distributions that bring or replace it, beside those that are known to. */
    readonly insteadOf?: readonly string[];
    /** starting: the app does not start without. used: only what uses the feature fails. */
    readonly fails: 'starting' | 'used';
}

const multipart: QuietRule = { requirement: 'python-multipart', insteadOf: ['fastapi-all', 'fastapi-users', 'starlette-full', 'chainlit', 'sqladmin', 'starlette-admin', 'nicegui', 'litestar'], fails: 'starting' }; // prettier-ignore
const jinja2: QuietRule = { requirement: 'jinja2', insteadOf: ['fastapi-all', 'starlette-full', 'sqladmin', 'starlette-admin', 'nicegui', 'fastapi-mail', 'torch'], fails: 'starting' }; // prettier-ignore
const emailValidator: QuietRule = { requirement: 'email-validator', insteadOf: ['pydantic-email', 'fastapi-all', 'fastapi-users', 'fastapi-mail', 'wtforms-email', 'flask-security', 'flask-security-too', 'fastmcp'], fails: 'starting' }; // prettier-ignore
const itsdangerous: QuietRule = { requirement: 'itsdangerous', insteadOf: ['fastapi-all', 'starlette-full', 'flask', 'nicegui'], fails: 'starting' }; // prettier-ignore
const excel: QuietRule = { requirement: 'openpyxl', insteadOf: ['xlrd', 'xlsxwriter', 'pandas-excel', 'calamine', 'python-calamine', 'pyxlsb', 'odfpy'], fails: 'used' }; // prettier-ignore
const bcrypt: QuietRule = { requirement: 'bcrypt<5', insteadOf: ['bcrypt', 'passlib-bcrypt', 'flask-bcrypt', 'py-bcrypt'], fails: 'used' };
const redis: QuietRule = { requirement: 'redis', insteadOf: ['celery-redis', 'kombu-redis', 'rq', 'django-redis', 'channels-redis', 'flask-redis', 'limits-redis', 'flask-limiter-redis', 'flask-session-redis', 'aioredis', 'arq', 'dramatiq-redis', 'redis-om', 'walrus', 'coredis'], fails: 'starting' }; // prettier-ignore
const excelWriter: QuietRule = { ...excel, fails: 'used' };

/**
 * Names whose use needs it. Sources: the docs of each library on its optional dependencies: starlette.io ("Dependencies"), fastapi.tiangolo.com ("Request
 * Forms", "Templates"), docs.pydantic.dev ("Network types"), docs.authlib.org, pandas.pydata.org ("Optional dependencies"), wtforms.readthedocs.io
 * ("Validators"), python.langchain.com (each loader and store).
 */
export const quietNames: Readonly<Record<string, QuietRule>> = {
    'fastapi.Form': multipart,
    'fastapi.File': multipart,
    'fastapi.UploadFile': multipart,
    'fastapi.param_functions.Form': multipart,
    'fastapi.param_functions.File': multipart,
    'fastapi.security.OAuth2PasswordRequestForm': multipart,
    'fastapi.security.OAuth2PasswordRequestFormStrict': multipart,
    'fastapi.security.oauth2.OAuth2PasswordRequestForm': multipart,
    'fastapi.templating.Jinja2Templates': jinja2,
    'starlette.templating.Jinja2Templates': jinja2,
    'pydantic.EmailStr': emailValidator,
    'pydantic.NameEmail': emailValidator,
    'pydantic.networks.EmailStr': emailValidator,
    'wtforms.validators.Email': emailValidator,
    'starlette.middleware.sessions.SessionMiddleware': itsdangerous,
    'fastapi.testclient.TestClient': { requirement: 'httpx', fails: 'starting' },
    'fastapi.responses.ORJSONResponse': { requirement: 'orjson', insteadOf: ['fastapi-all', 'fastapi-orjson'], fails: 'used' },
    'fastapi.responses.UJSONResponse': { requirement: 'ujson', insteadOf: ['fastapi-all'], fails: 'used' },
    'authlib.integrations.flask_client.OAuth': { requirement: 'requests', fails: 'starting' },
    'authlib.integrations.requests_client.OAuth2Session': { requirement: 'requests', fails: 'starting' },
    'authlib.integrations.django_client.OAuth': { requirement: 'requests', fails: 'starting' },
    'authlib.integrations.starlette_client.OAuth': { requirement: 'httpx', fails: 'starting' },
    'authlib.integrations.httpx_client.AsyncOAuth2Client': { requirement: 'httpx', fails: 'starting' },
    'pandas.read_excel': excel,
    'pandas.ExcelFile': excel,
    'pandas.ExcelWriter': excelWriter,
    'pandas.read_html': { requirement: 'lxml', insteadOf: ['html5lib', 'pandas-html'], fails: 'used' },
    'pandas.read_parquet': { requirement: 'pyarrow', insteadOf: ['fastparquet', 'pandas-parquet'], fails: 'used' },
    'pandas.read_feather': { requirement: 'pyarrow', fails: 'used' },
    'pandas.read_hdf': { requirement: 'tables', insteadOf: ['pandas-hdf5'], fails: 'used' },
    'plotly.express': { requirement: 'numpy', insteadOf: ['plotly-express', 'pandas'], fails: 'starting' },
    'langchain_community.vectorstores.FAISS': { requirement: 'faiss-cpu', insteadOf: ['faiss-gpu'], fails: 'used' },
    'langchain_community.vectorstores.Chroma': { requirement: 'chromadb', insteadOf: ['langchain-chroma'], fails: 'used' },
    'langchain_community.document_loaders.PyPDFLoader': { requirement: 'pypdf', fails: 'used' },
    'langchain_community.document_loaders.Docx2txtLoader': { requirement: 'docx2txt', fails: 'used' },
    'langchain_community.embeddings.HuggingFaceEmbeddings': { requirement: 'sentence-transformers', fails: 'used' },
    'django.db.models.ImageField': { requirement: 'pillow', fails: 'used' },
};

/** Methods of values that only these libraries have, where the library is imported. */
export const quietMethods: Readonly<Record<string, QuietRule & { readonly of: string }>> = {
    to_excel: { ...excelWriter, of: 'pandas' },
    to_parquet: { requirement: 'pyarrow', insteadOf: ['fastparquet', 'pandas-parquet'], fails: 'used', of: 'pandas' },
    to_markdown: { requirement: 'tabulate', fails: 'used', of: 'pandas' },
    background_gradient: { requirement: 'matplotlib', fails: 'used', of: 'pandas' },
};

/** Words that a call is given, and what the library then imports: the callee, by its last name and library, and the word. */
export const quietWords: readonly (QuietRule & { readonly callee: RegExp; readonly word: RegExp })[] = [
    { callee: /^bs4\.BeautifulSoup$/, word: /^(lxml|lxml-xml|xml)$/, requirement: 'lxml', fails: 'used' },
    { callee: /^bs4\.BeautifulSoup$/, word: /^html5lib$/, requirement: 'html5lib', fails: 'used' },
    { callee: /^passlib\.context\.CryptContext$/, word: /^bcrypt(_sha256)?$/, ...bcrypt },
    { callee: /^passlib\.context\.CryptContext$/, word: /^argon2$/, requirement: 'argon2-cffi', insteadOf: ['passlib-argon2'], fails: 'used' }, // prettier-ignore
    { callee: /^flask_socketio\.SocketIO$/, word: /^eventlet$/, requirement: 'eventlet', fails: 'starting' },
    { callee: /^flask_socketio\.SocketIO$/, word: /^gevent$/, requirement: 'gevent', fails: 'starting' },
    { callee: /^flask_socketio\.SocketIO$/, word: /^rediss?:\/\//, ...redis },
    { callee: /^celery\.Celery$/, word: /^rediss?:\/\//, ...redis, fails: 'used' },
    { callee: /^flask_limiter\.Limiter$/, word: /^rediss?:\/\//, ...redis },
];
