# Made by Slipway. It is yours now: edit it as you like.

# The Ruby that the Gemfile asks for.
FROM ruby:3.3.7-slim AS build

# Gems with native parts are compiled; the compiler stays in this stage.
RUN apt-get update && \
    apt-get install -y --no-install-recommends build-essential libsqlite3-dev libyaml-dev pkg-config && \
    rm -rf /var/lib/apt/lists/*
ENV BUNDLE_PATH=/usr/local/bundle \
    BUNDLE_WITHOUT=development:test \
    BUNDLE_DEPLOYMENT=1
WORKDIR /app
# Only what installing reads, so that the layer below is made again only when it changes.
COPY Gemfile Gemfile.lock ./
RUN bundle install && \
    rm -rf /usr/local/bundle/cache /usr/local/bundle/ruby/*/cache
COPY . .
RUN bundle exec bootsnap precompile --gemfile app/ lib/
# The keys only let Rails start here; they are not kept.
RUN SECRET_KEY_BASE_DUMMY=1 SECRET_KEY_BASE=only-while-building RAILS_ENV=production bundle exec rails assets:precompile

FROM ruby:3.3.7-slim

RUN apt-get update && \
    apt-get install -y --no-install-recommends libsqlite3-0 && \
    rm -rf /var/lib/apt/lists/*
# The app runs as a user of its own, without rights on the system; only its folder is its own.
RUN groupadd --gid 10001 app && \
    useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app && \
    install -d -o app -g app /app
ENV BUNDLE_PATH=/usr/local/bundle \
    BUNDLE_WITHOUT=development:test \
    BUNDLE_DEPLOYMENT=1 \
    PORT=3000 \
    RAILS_ENV=production \
    RAILS_LOG_TO_STDOUT=1 \
    RAILS_SERVE_STATIC_FILES=1
WORKDIR /app
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY --from=build --chown=10001:10001 /app /app

# A number, so that a platform can check that it is not root.
USER 10001:10001
EXPOSE 3000
# Healthy means that the port is open: a page may need a sign-in or a database.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["ruby","-rsocket","-e","TCPSocket.new('127.0.0.1', ENV['PORT']).close"]
# sh fills in $PORT; exec hands signals to the server itself.
CMD ["sh", "-c", "exec bundle exec rails server --binding 0.0.0.0 --port $PORT"]
