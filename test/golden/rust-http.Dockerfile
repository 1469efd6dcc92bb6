# Made by Slipway. It is yours now: edit it as you like.

# Pinned to a minor version, so that a new compiler does not change the build by itself.
FROM rust:1.91 AS build

WORKDIR /src
COPY . .
# The folder of build results is kept between builds, so that only what changed is compiled.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --bin rust-http && \
    install -D target/release/rust-http /out/server

FROM debian:trixie-slim

# Certificates for calls to the outside.
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates && \
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
