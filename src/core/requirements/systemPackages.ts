/**
 * Debian packages that a Python distribution needs beside itself: to be compiled, and while it runs. A name that Debian 13 has not would stop the build: its index
 * has all of these (looked up 2026-11-30), but not wkhtmltopdf, which pdfkit calls.
 */
interface SystemNeeds {
    readonly build?: readonly string[];
    readonly run?: readonly string[];
}

const compiler = ['build-essential'];
const gl = ['libgl1', 'libglib2.0-0'];
const pango = ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'];
const chromium = ['chromium', 'chromium-driver'];

const needs: Readonly<Record<string, SystemNeeds>> = {
    psycopg2: { build: [...compiler, 'libpq-dev'], run: ['libpq5'] },
    // It brings psycopg2 itself.
    'django-heroku': { build: [...compiler, 'libpq-dev'], run: ['libpq5'] },
    psycopg: { run: ['libpq5'] },
    mysqlclient: { build: [...compiler, 'default-libmysqlclient-dev', 'pkg-config'], run: ['libmariadb3'] },
    'flask-mysqldb': { build: [...compiler, 'default-libmysqlclient-dev', 'pkg-config'], run: ['libmariadb3'] },
    uwsgi: { build: compiler },
    'opencv-python': { run: gl },
    'opencv-contrib-python': { run: gl },
    // It asks for opencv-python.
    ultralytics: { run: gl },
    weasyprint: { run: pango },
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
    'django-weasyprint': { run: pango },
    'flask-weasyprint': { run: pango },
    ocrmypdf: { run: ['tesseract-ocr', 'ghostscript'] },
    'camelot-py': { run: ['ghostscript', ...gl] },
    'tabula-py': { run: ['default-jre-headless'] },
    pyspark: { run: ['default-jre-headless'] },
    jpype1: { run: ['default-jre-headless'] },
    konlpy: { run: ['default-jre-headless'] },
    pypandoc: { run: ['pandoc'] },
    pdftotext: { build: [...compiler, 'libpoppler-cpp-dev', 'pkg-config'], run: ['libpoppler-cpp2'] },
    wand: { run: ['imagemagick'] },
    pyvips: { run: ['libvips42'] },
    rasterio: { run: ['libexpat1'] },
    fiona: { run: ['libexpat1'] },
    vtk: { run: ['libgl1', 'libxrender1', 'libgomp1'] },
    pyvista: { run: ['libgl1', 'libxrender1', 'libgomp1'] },
    open3d: { run: ['libgl1', 'libgomp1'] },
    paddlepaddle: { run: ['libgomp1'] },
    'python-nmap': { run: ['nmap'] },
    scapy: { run: ['libpcap0.8'] },
    pyttsx3: { run: ['espeak-ng'] },
    sounddevice: { run: ['libportaudio2'] },
    'django-auth-ldap': { build: [...compiler, 'libldap-dev', 'libsasl2-dev'], run: ['libldap2', 'libsasl2-2'] },
    'python3-saml': { build: [...compiler, 'libxmlsec1-dev', 'pkg-config'], run: ['libxmlsec1-openssl'] },
    pysaml2: { run: ['xmlsec1'] },
    pygobject: { build: [...compiler, 'libcairo2-dev', 'libgirepository-2.0-dev', 'pkg-config'], run: ['libgirepository-2.0-0'] },
    pydot: { run: ['graphviz'] },
    diagrams: { run: ['graphviz'] },
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
}; // prettier-ignore

/** What only counts where the app's own code imports it: many lists name a browser's driver for tests alone. */
const whenImported: Readonly<Record<string, readonly string[]>> = {
    selenium: chromium,
    undetected_chromedriver: chromium,
    splinter: chromium,
    pyppeteer: ['chromium'],
    html2image: ['chromium'],
    // Its own Node.js asks for it (seen in a slim image).
    playwright: ['libatomic1'],
};

export interface SystemPackages {
    readonly build: readonly string[];
    readonly run: readonly string[];
    /** What the packages that run are there for, as a comment names it. */
    readonly runFor: readonly string[];
}

/**
 * What the distributions need of Debian: all of those that are listed; of those that these bring along, or that a lock names, only the libraries, since programs may
 * be there for what the app does not use; and what the code imports. `git+` requirements need git to be fetched.
 */
export function systemPackagesFor(
    names: Iterable<string>,
    locations: readonly string[],
    others: { readonly brought?: Iterable<string>; readonly imported?: Iterable<string> } = {},
): SystemPackages {
    const build = new Set<string>();
    const run = new Set<string>();
    const runFor = new Set<string>();
    const add = (name: string, packages: readonly string[]) => {
        packages.forEach((each) => run.add(each));
        if (packages.length > 0) {
            runFor.add(name);
        }
    };
    const listed = new Set(names);
    for (const name of listed) {
        needs[name]?.build?.forEach((each) => build.add(each));
        add(name, needs[name]?.run ?? []);
    }
    for (const name of [...new Set(others.brought)].filter((each) => !listed.has(each))) {
        needs[name]?.build?.forEach((each) => build.add(each));
        add(
            name,
            (needs[name]?.run ?? []).filter((each) => each.startsWith('lib')),
        );
    }
    for (const module of others.imported ?? []) {
        add(module, (Object.hasOwn(whenImported, module) ? whenImported[module] : undefined) ?? []);
    }
    if (locations.some((location) => location.startsWith('git+'))) {
        build.add('git');
    }
    return { build: [...build].sort(), run: [...run].sort(), runFor: [...runFor].sort() };
}
