# Made by Slipway. It is yours now: edit it as you like.

# Pinned to a minor version, because packages are built for one: nothing in the project asks for another one.
# The last number is left open for security fixes.
FROM python:3.13-slim AS build

RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_USE_PEP517=1
WORKDIR /app
# Only what installing reads, so that the layer below is made again only when it changes.
COPY requirements.txt ./requirements.txt
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r requirements.txt

FROM python:3.13-slim

# What psycopg needs of Debian.
RUN apt-get update && \
    apt-get install -y --no-install-recommends libpq5 && \
    rm -rf /var/lib/apt/lists/*

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

# A number, so that a platform can check that it is not root.
USER 10001:10001
EXPOSE 8000
# Healthy means that the port is open: a page may need a sign-in, a host name or a database.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python","-c","import os, socket; socket.create_connection(('127.0.0.1', int(os.environ['PORT'])), 3).close()"]
# sh fills in $PORT; exec hands signals to the server itself.
CMD ["sh", "-c", "exec uvicorn --host 0.0.0.0 --port $PORT main:app"]
