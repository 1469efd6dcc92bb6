/** A program that serves a Python app, as a command line names it. */
export interface ServerKind {
    /** As typed, without folder. */
    readonly program: string;
    /** What pip installs it as, in its one spelling. */
    readonly distribution: string;
    readonly serves: 'wsgi' | 'asgi' | 'either' | 'own';
    /** Where it listens when nothing is said. */
    readonly host: string;
    readonly port: number;
    readonly bindOptions?: readonly string[];
    readonly hostOptions?: readonly string[];
    readonly portOptions?: readonly string[];
    /** Variables that it reads itself. */
    readonly hostVariable?: string;
    readonly portVariable?: string;
    /** Its first plain argument must be this word, such as `run`. */
    readonly subcommand?: string;
    readonly purpose: 'production' | 'development';
}

/**
 * Hosts and ports as the releases that pip installed on 2026-11-22 have them in their code: gunicorn 27.0.1, uvicorn 0.54.0, Hypercorn 0.18.0,
 * daphne 4.2.3, granian 2.8.7, waitress 3.0.2, Flask 3.1.3, fastapi-cli 0.0.34, streamlit 1.67.0. uwsgi's is from general knowledge, unchecked.
 */
export const servers: readonly ServerKind[] = [
    {
        program: 'gunicorn',
        distribution: 'gunicorn',
        serves: 'wsgi',
        host: '127.0.0.1',
        port: 8000,
        bindOptions: ['-b', '--bind'],
        purpose: 'production',
    },
    {
        program: 'uvicorn',
        distribution: 'uvicorn',
        serves: 'asgi',
        host: '127.0.0.1',
        port: 8000,
        hostOptions: ['--host'],
        portOptions: ['--port'],
        hostVariable: 'UVICORN_HOST',
        portVariable: 'UVICORN_PORT',
        purpose: 'production',
    },
    {
        program: 'hypercorn',
        distribution: 'hypercorn',
        serves: 'either',
        host: '127.0.0.1',
        port: 8000,
        bindOptions: ['-b', '--bind'],
        purpose: 'production',
    },
    {
        program: 'daphne',
        distribution: 'daphne',
        serves: 'asgi',
        host: '127.0.0.1',
        port: 8000,
        hostOptions: ['-b', '--bind'],
        portOptions: ['-p', '--port'],
        purpose: 'production',
    },
    {
        program: 'granian',
        distribution: 'granian',
        serves: 'either',
        host: '127.0.0.1',
        port: 8000,
        hostOptions: ['--host'],
        portOptions: ['--port'],
        hostVariable: 'GRANIAN_HOST',
        portVariable: 'GRANIAN_PORT',
        purpose: 'production',
    },
    {
        program: 'waitress-serve',
        distribution: 'waitress',
        serves: 'wsgi',
        host: '0.0.0.0',
        port: 8080,
        bindOptions: ['--listen'],
        hostOptions: ['--host'],
        portOptions: ['--port'],
        purpose: 'production',
    },
    {
        program: 'uwsgi',
        distribution: 'uwsgi',
        serves: 'wsgi',
        host: '0.0.0.0',
        port: 8080,
        bindOptions: ['--http', '--http-socket'],
        purpose: 'production',
    },
    {
        program: 'fastapi',
        distribution: 'fastapi-cli',
        serves: 'own',
        host: '0.0.0.0',
        port: 8000,
        hostOptions: ['--host'],
        portOptions: ['--port'],
        subcommand: 'run',
        purpose: 'production',
    },
    {
        program: 'fastapi',
        distribution: 'fastapi-cli',
        serves: 'own',
        host: '127.0.0.1',
        port: 8000,
        hostOptions: ['--host'],
        portOptions: ['--port'],
        subcommand: 'dev',
        purpose: 'development',
    },
    {
        program: 'flask',
        distribution: 'flask',
        serves: 'own',
        host: '127.0.0.1',
        port: 5000,
        hostOptions: ['-h', '--host'],
        portOptions: ['-p', '--port'],
        hostVariable: 'FLASK_RUN_HOST',
        portVariable: 'FLASK_RUN_PORT',
        subcommand: 'run',
        purpose: 'development',
    },
    {
        program: 'streamlit',
        distribution: 'streamlit',
        serves: 'own',
        host: '0.0.0.0',
        port: 8501,
        hostOptions: ['--server.address'],
        portOptions: ['--server.port'],
        hostVariable: 'STREAMLIT_SERVER_ADDRESS',
        portVariable: 'STREAMLIT_SERVER_PORT',
        subcommand: 'run',
        purpose: 'production',
    },
    { program: 'celery', distribution: 'celery', serves: 'own', host: '', port: 0, purpose: 'production' },
];

/** Distributions that install a server as their own dependency; extras in brackets where it takes one. From general knowledge, unchecked. */
export const bringsAlong: Readonly<Record<string, readonly string[]>> = {
    'fastapi[standard]': ['uvicorn', 'fastapi-cli'],
    'fastapi[all]': ['uvicorn', 'fastapi-cli'],
    'fastapi-cli': ['uvicorn'],
    'litestar[standard]': ['uvicorn'],
    'channels[daphne]': ['daphne'],
    'connexion[uvicorn]': ['uvicorn'],
    chainlit: ['uvicorn', 'fastapi'],
    gradio: ['uvicorn', 'fastapi'],
    nicegui: ['uvicorn', 'fastapi'],
    mlflow: ['gunicorn', 'flask', 'waitress', 'uvicorn'],
    dash: ['flask'],
    'apache-airflow': ['gunicorn', 'uvicorn'],
    'apache-superset': ['gunicorn', 'flask'],
    'apache-superset[gunicorn]': ['gunicorn'],
    'uvicorn-worker': ['uvicorn', 'gunicorn'],
    'functions-framework': ['gunicorn', 'flask', 'uvicorn'],
};
