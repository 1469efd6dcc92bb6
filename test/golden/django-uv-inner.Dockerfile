# Made by Slipway. It is yours now: edit it as you like.

# Pinned to a minor version, because packages are built for one: .python-version asks for it.
# The last number is left open for security fixes.
FROM python:3.13-slim AS build

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
# Only what installing reads, so that the layer below is made again only when it changes.
COPY pyproject.toml ./pyproject.toml
COPY uv.lock ./uv.lock
# In a place of its own, so that the image does not carry the tool; a minor version, so that the next build is the same.
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m venv /opt/uv && \
    /opt/uv/bin/pip install 'uv~=0.13.0'
ENV UV_PROJECT_ENVIRONMENT=/opt/venv \
    UV_LINK_MODE=copy \
    UV_COMPILE_BYTECODE=1 \
    UV_PYTHON_DOWNLOADS=never
# What the lock says, on this Python: `uv sync` would insist on the exact one that pyproject.toml names.
RUN --mount=type=cache,target=/root/.cache/uv \
    /opt/uv/bin/uv export --quiet --frozen --no-dev --no-emit-project -o /tmp/requirements.txt && \
    /opt/uv/bin/uv pip install --python /opt/venv/bin/python -r /tmp/requirements.txt
# Needed to start, and in no list of the project.
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install gunicorn

FROM python:3.13-slim

# The app runs as a user of its own, without rights on the system; only its folder is its own.
RUN groupadd --gid 10001 app && \
    useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app && \
    install -d -o app -g app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PORT=8000
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --chown=10001:10001 . .
WORKDIR /app/app

# A number, so that a platform can check that it is not root.
USER 10001:10001
EXPOSE 8000
# Healthy means that the port is open: a page may need a sign-in, a host name or a database.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python","-c","import os, socket; socket.create_connection(('127.0.0.1', int(os.environ['PORT'])), 3).close()"]
# sh fills in $PORT; exec hands signals to the server itself.
CMD ["sh", "-c", "exec gunicorn --threads 8 --bind 0.0.0.0:$PORT app.wsgi:application"]
