# Made by Slipway. It is yours now: edit it as you like.

# Pinned to a major version, within which Node promises to break nothing: nothing in the project asks for another one.
# The rest is left open for security fixes.
FROM node:22-slim AS build

WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.npm \
    npm ci
# What the app needs of its workspace is built first.
RUN cd packages/words && \
    npm run build

FROM node:22-slim

ENV NODE_ENV=production \
    PORT=3100 \
    NODE_OPTIONS=--require=/opt/listen-on-all.cjs
# The code listens on localhost, where nothing outside of the container reaches it: this opens it to all addresses.
RUN echo 'const { Server } = require("net"), { listen } = Server.prototype, own = (h) => /^(localhost|127[.][0-9.]+|::1)$/.test(h); Server.prototype.listen = function (a, b, ...c) { return own(a && a.host) ? listen.call(this, { ...a, host: "0.0.0.0" }, b, ...c) : listen.call(this, a, own(b) ? "0.0.0.0" : b, ...c); };' > /opt/listen-on-all.cjs
WORKDIR /app
# The app may write beside its files.
RUN chown 1000:1000 .
COPY --from=build --chown=1000:1000 /app /app
WORKDIR /app/apps/api

# The image's own user `node`, as a number, so that a platform can check that it is not root.
USER 1000:1000
EXPOSE 3100
# Healthy means that the port is open: a page may need a sign-in or a database.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["node","-e","require('net').connect(process.env.PORT, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
# exec hands signals to the server itself; npm would keep them.
CMD ["sh", "-c", "exec env API_PORT=$PORT node src/server.js"]
