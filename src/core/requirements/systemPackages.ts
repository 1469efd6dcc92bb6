/**
 * Debian packages that a Python distribution needs beside itself: to be compiled, and while it runs. A name that Debian 13 has not would stop the build: its index
 * has all of these (looked up 2026-11-30), but not wkhtmltopdf, which pdfkit calls.
 */
interface SystemNeeds {
    readonly build?: readonly string[];
    readonly run?: readonly string[];
}

const compiler = ['build-essential'];

const needs: Readonly<Record<string, SystemNeeds>> = {
    psycopg2: { build: [...compiler, 'libpq-dev'], run: ['libpq5'] },
    // It brings psycopg2 itself.
    'django-heroku': { build: [...compiler, 'libpq-dev'], run: ['libpq5'] },
    psycopg: { run: ['libpq5'] },
    mysqlclient: { build: [...compiler, 'default-libmysqlclient-dev', 'pkg-config'], run: ['libmariadb3'] },
    'flask-mysqldb': { build: [...compiler, 'default-libmysqlclient-dev', 'pkg-config'], run: ['libmariadb3'] },
    uwsgi: { build: compiler },
    'opencv-python': { run: ['libgl1', 'libglib2.0-0'] },
    'opencv-contrib-python': { run: ['libgl1', 'libglib2.0-0'] },
    // It asks for opencv-python.
    ultralytics: { run: ['libgl1', 'libglib2.0-0'] },
    weasyprint: { run: ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'] },
    pycairo: { build: [...compiler, 'libcairo2-dev', 'pkg-config'], run: ['libcairo2'] },
    cairosvg: { run: ['libcairo2'] },
    xhtml2pdf: { build: [...compiler, 'libcairo2-dev', 'pkg-config'], run: ['libcairo2'] },
    'python-ldap': { build: [...compiler, 'libldap-dev', 'libsasl2-dev'], run: ['libldap2', 'libsasl2-2'] },
    xmlsec: { build: [...compiler, 'libxmlsec1-dev', 'pkg-config'], run: ['libxmlsec1-openssl'] },
    'python-magic': { run: ['libmagic1'] },
    pdf2image: { run: ['poppler-utils'] },
    pytesseract: { run: ['tesseract-ocr'] },
    'ffmpeg-python': { run: ['ffmpeg'] },
    moviepy: { run: ['ffmpeg'] },
    pydub: { run: ['ffmpeg'] },
    'openai-whisper': { run: ['ffmpeg'] },
    graphviz: { run: ['graphviz'] },
    pygraphviz: { build: [...compiler, 'libgraphviz-dev'], run: ['graphviz'] },
    pyaudio: { build: [...compiler, 'portaudio19-dev'], run: ['libportaudio2'] },
    gitpython: { run: ['git'] },
    pycurl: { build: [...compiler, 'libcurl4-openssl-dev', 'libssl-dev'], run: ['libcurl4'] },
    lightgbm: { run: ['libgomp1'] },
    xgboost: { run: ['libgomp1'] },
    dlib: { build: [...compiler, 'cmake'] },
    'face-recognition': { build: [...compiler, 'cmake'] },
    'llama-cpp-python': { build: [...compiler, 'cmake'], run: ['libgomp1'] },
    'pyzbar': { run: ['libzbar0'] },
    soundfile: { run: ['libsndfile1'] },
    librosa: { run: ['libsndfile1'] },
    netifaces: { build: compiler },
    'py-bcrypt': { build: compiler },
    pycrypto: { build: compiler },
    backports: {},
}; // prettier-ignore

/** What the listed distributions need of Debian; `git+` requirements need git to be fetched. */
export function systemPackagesFor(
    names: Iterable<string>,
    locations: readonly string[],
): { readonly build: readonly string[]; readonly run: readonly string[] } {
    const build = new Set<string>();
    const run = new Set<string>();
    for (const name of names) {
        needs[name]?.build?.forEach((each) => build.add(each));
        needs[name]?.run?.forEach((each) => run.add(each));
    }
    if (locations.some((location) => location.startsWith('git+'))) {
        build.add('git');
    }
    return { build: [...build].sort(), run: [...run].sort() };
}
