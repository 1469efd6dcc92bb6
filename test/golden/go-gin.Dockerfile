# Made by Slipway. It is yours now: edit it as you like.

# Pinned to the minor version of the language that go.mod names; the last number is left open for security fixes.
FROM golang:1.23 AS build

WORKDIR /src
# Only what downloading reads, so that the layer below is made again only when it changes.
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod \
    go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/server .

FROM debian:trixie-slim

# Certificates for calls to the outside, and the time zones of the world.
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates tzdata && \
    rm -rf /var/lib/apt/lists/*
# The app runs as a user of its own, without rights on the system; only its folder is its own.
RUN groupadd --gid 10001 app && \
    useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app && \
    install -d -o app -g app /app
ENV PORT=8080
WORKDIR /app
COPY --from=build /out/server /app/server

# A number, so that a platform can check that it is not root.
USER 10001:10001
EXPOSE 8080
CMD ["/app/server"]
