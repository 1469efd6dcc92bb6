/** A Dockerfile of `lines` lines as long ones are: several stages, RUN chains over many lines, comments, COPY, ENV, a heredoc. */
export function longDockerfile(lines: number): string {
    const text: string[] = ['# syntax=docker/dockerfile:1', 'ARG PYTHON=3.12'];
    for (let stage = 0; text.length < lines - 14; stage += 1) {
        text.push(
            `FROM python:\${PYTHON}-slim AS stage${stage}`,
            `WORKDIR /srv/${stage}`,
            '# What the wheels of this stage are compiled with.',
            'RUN apt-get update && \\',
            '    apt-get install -y --no-install-recommends \\',
            ...['build-essential', 'curl', 'git', 'libpq-dev', 'libffi-dev'].map((name) => `        ${name} \\`),
            '    && rm -rf /var/lib/apt/lists/*',
            `ENV STAGE=${stage} \\`,
            '    PYTHONUNBUFFERED=1 \\',
            '    PIP_NO_CACHE_DIR=1',
            `COPY --chown=app:app requirements-${stage}.txt ./requirements.txt`,
            `RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt && python -c "import sys; print(sys.version)"`,
            'RUN <<EOF',
            'set -eu',
            `useradd --create-home user${stage}`,
            `mkdir -p /data/${stage} && chown user${stage} /data/${stage}`,
            'EOF',
            `LABEL org.example.stage="${stage}" org.example.name='stage ${stage}'`,
            `EXPOSE ${8000 + (stage % 100)}`,
            '',
        );
    }
    text.push(
        'FROM python:3.12-slim',
        'WORKDIR /app',
        'COPY requirements.txt .',
        'RUN pip install --no-cache-dir -r requirements.txt',
        'COPY . .',
        'USER app',
        'EXPOSE 8000',
        'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]',
    );
    while (text.length < lines) {
        text.splice(2, 0, '# A remark.');
    }
    return `${text.slice(0, lines).join('\n')}\n`;
}
