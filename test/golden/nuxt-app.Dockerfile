# Made by Slipway. It is yours now: edit it as you like.

# Pinned to a major version, within which Node promises to break nothing: nothing in the project asks for another one.
# The rest is left open for security fixes.
FROM node:22-slim AS build

WORKDIR /app
# Only what installing reads, so that the layer below is made again only when it changes.
COPY package.json ./
RUN --mount=type=cache,target=/root/.npm \
    npm install
COPY . .
RUN npm run build

FROM node:22-slim

ENV NODE_ENV=production \
    PORT=3000 \
    HOST=0.0.0.0
WORKDIR /app
# The app may write beside its files.
RUN chown 1000:1000 .
COPY --from=build --chown=1000:1000 /app/.output ./.output

# The image's own user `node`, as a number, so that a platform can check that it is not root.
USER 1000:1000
EXPOSE 3000
# Healthy means that the port is open: a page may need a sign-in or a database.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["node","-e","require('net').connect(process.env.PORT, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
# exec hands signals to the server itself; npm would keep them.
CMD ["sh", "-c", "exec node .output/server/index.mjs"]
