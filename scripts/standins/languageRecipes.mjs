import { packagedRecipe } from './packagedRecipe.mjs';

const trixie = { base: 'debian-trixie', from: 'debian:trixie-slim' };

/** Go, Java, PHP, Ruby, Rust and nginx in the versions that trixie has. Each is checked by a command while it is made. */
export const languageRecipes = [
    packagedRecipe({
        ...trixie,
        name: 'golang-1.24',
        standsFor: 'golang:1.24-trixie',
        tags: ['golang:1.24', 'golang:1.24-trixie'],
        packages: ['golang-1.24-go', 'ca-certificates', 'g++', 'gcc', 'git', 'libc6-dev', 'make', 'pkg-config'],
        rest: [
            'ENV GOPATH=/go GOTOOLCHAIN=local PATH=/go/bin:/usr/lib/go-1.24/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
            'RUN mkdir -p /go/bin /go/src && chmod -R 1777 /go && ln -s /usr/lib/go-1.24 /usr/local/go && go version',
            'WORKDIR /go',
            'CMD ["bash"]',
        ],
    }),
    packagedRecipe({
        ...trixie,
        name: 'rust-1.85',
        standsFor: 'rust:1.85-trixie',
        tags: ['rust:1.85', 'rust:1.85-trixie'],
        packages: [
            'rustc',
            'cargo',
            'ca-certificates',
            'pkg-config',
            'libssl-dev',
            'libsqlite3-dev',
            'libpq-dev',
            'default-libmysqlclient-dev',
        ],
        rest: [
            'ENV CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
            'RUN mkdir -p /usr/local/cargo/bin && chmod -R 1777 /usr/local/cargo && cargo --version',
            'CMD ["bash"]',
        ],
    }),
    packagedRecipe({
        ...trixie,
        name: 'eclipse-temurin-21',
        standsFor: 'eclipse-temurin:21-jre',
        tags: ['eclipse-temurin:21-jre'],
        packages: ['openjdk-21-jre-headless', 'ca-certificates-java'],
        // Its installation links a manual page that the slim image has no folder for.
        before: ['RUN mkdir -p /usr/share/man/man1'],
        rest: [
            'ENV JAVA_HOME=/usr/lib/jvm/default-java',
            'RUN ln -s "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" /usr/lib/jvm/default-java && java -version',
            'CMD ["jshell"]',
        ],
    }),
    packagedRecipe({
        base: 'eclipse-temurin-21',
        from: 'eclipse-temurin:21-jre',
        name: 'maven-3.9-21',
        standsFor: 'maven:3.9-eclipse-temurin-21',
        tags: ['maven:3.9-eclipse-temurin-21'],
        packages: ['openjdk-21-jdk-headless', 'maven'],
        rest: ['RUN mvn --version', 'CMD ["mvn"]'],
    }),
    packagedRecipe({
        ...trixie,
        name: 'php-8.4-apache',
        standsFor: 'php:8.4-apache-trixie',
        tags: ['php:8.4-apache', 'php:8.4-apache-trixie'],
        packages: ['apache2', 'libapache2-mod-php8.4', 'php8.4-cli', 'php8.4-curl', 'php8.4-mbstring', 'php8.4-sqlite3', 'php8.4-xml'],
        files: {
            'usr/local/bin/apache2-foreground':
                '#!/bin/sh\nset -e\n. /etc/apache2/envvars\nfor folder in "$APACHE_RUN_DIR" "$APACHE_LOCK_DIR" "$APACHE_LOG_DIR"; do mkdir -p "$folder"; done\nrm -f "$APACHE_PID_FILE"\nexec apache2 -DFOREGROUND "$@"\n',
            // What the official image compiles, Debian has ready; what is not listed is in PHP itself there.
            'usr/local/bin/docker-php-ext-install':
                '#!/bin/sh\nset -e\npackages=""\nfor name in "$@"; do\n    case "$name" in\n        mysqli|pdo_mysql) package=mysql ;;\n        pgsql|pdo_pgsql) package=pgsql ;;\n        xsl) package=xml ;;\n        bcmath|bz2|gd|gmp|intl|ldap|opcache|soap|tidy|zip) package="$name" ;;\n        *) continue ;;\n    esac\n    packages="$packages php8.4-$package"\ndone\nif [ -n "$packages" ]; then\n    apt-get update\n    apt-get install -y --no-install-recommends $packages\n    rm -rf /var/lib/apt/lists/*\nfi\n',
            'usr/local/bin/docker-php-ext-configure': '#!/bin/sh\n',
            'usr/local/bin/docker-php-entrypoint':
                '#!/bin/sh\nset -e\nif [ "${1#-}" != "$1" ]; then\n    set -- apache2-foreground "$@"\nfi\nexec "$@"\n',
        },
        rest: [
            'ENV PHP_INI_DIR=/usr/local/etc/php APACHE_CONFDIR=/etc/apache2 APACHE_ENVVARS=/etc/apache2/envvars',
            // The official image reads php.ini from one place for both programs, logs to the container's output and leaves /var/www/html empty.
            [
                'RUN mkdir -p "$PHP_INI_DIR/conf.d" && cp /usr/lib/php/8.4/php.ini-* "$PHP_INI_DIR/"',
                'rm -f /etc/php/8.4/apache2/php.ini /etc/php/8.4/cli/php.ini',
                'ln -s "$PHP_INI_DIR/php.ini" /etc/php/8.4/apache2/php.ini',
                'ln -s "$PHP_INI_DIR/php.ini" /etc/php/8.4/cli/php.ini',
                'a2dismod -q mpm_event && a2enmod -q mpm_prefork php8.4',
                'rm -rf /var/www/html/* && mkdir -p /var/run/apache2 /var/lock/apache2 && chmod 1777 /var/run/apache2 /var/lock/apache2 /var/log/apache2',
                'chown -R www-data:www-data /var/www/html',
                'ln -sfT /dev/stderr /var/log/apache2/error.log && ln -sfT /dev/stdout /var/log/apache2/access.log && ln -sfT /dev/stdout /var/log/apache2/other_vhosts_access.log',
                'php --version',
            ].join(' && '),
            'STOPSIGNAL SIGWINCH',
            'WORKDIR /var/www/html',
            'EXPOSE 80',
            'ENTRYPOINT ["docker-php-entrypoint"]',
            'CMD ["apache2-foreground"]',
        ],
    }),
    packagedRecipe({
        ...trixie,
        name: 'ruby-3.3',
        standsFor: 'ruby:3.3-slim-trixie',
        tags: ['ruby:3.3-slim', 'ruby:3.3-slim-trixie'],
        // The gems stand in for their index, which cannot be reached: a lock that names their versions is met without it.
        packages: ['ruby3.3', 'ruby-bundler', 'puma', 'ruby-sinatra', 'ruby-rackup'],
        rest: [
            'ENV GEM_HOME=/usr/local/bundle BUNDLE_SILENCE_ROOT_WARNING=1 BUNDLE_APP_CONFIG=/usr/local/bundle PATH=/usr/local/bundle/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
            [
                'RUN gems="/usr/local/bundle/ruby/$(ruby -e "print RbConfig::CONFIG[%q(ruby_version)]")" && mkdir -p "$gems/gems" "$gems/specifications"',
                'for place in /usr/share/rubygems-integration/all /usr/lib/*/rubygems-integration/*; do cp -r "$place/." "$gems/"; done',
                'cp /usr/lib/ruby/gems/*/specifications/default/logger-*.gemspec "$gems/specifications/"',
                'for gem in "$gems"/specifications/*.gemspec; do mkdir -p "$gems/gems/$(basename "$gem" .gemspec)"; done',
                'chmod 1777 /usr/local/bundle && ruby --version && bundle --version',
            ].join(' && '),
            'CMD ["irb"]',
        ],
    }),
    packagedRecipe({
        ...trixie,
        name: 'nginx-1.26',
        standsFor: 'nginx:1.26-trixie',
        tags: ['nginx:1.26', 'nginx:1.26-trixie'],
        packages: ['nginx', 'gettext-base'],
        files: {
            'etc/nginx/nginx.conf':
                'user  nginx;\nworker_processes  auto;\nerror_log  /var/log/nginx/error.log notice;\npid        /run/nginx.pid;\nevents {\n    worker_connections  1024;\n}\nhttp {\n    include       /etc/nginx/mime.types;\n    default_type  application/octet-stream;\n    access_log  /var/log/nginx/access.log;\n    sendfile        on;\n    client_body_temp_path /var/cache/nginx/client_temp;\n    proxy_temp_path /var/cache/nginx/proxy_temp;\n    fastcgi_temp_path /var/cache/nginx/fastcgi_temp;\n    uwsgi_temp_path /var/cache/nginx/uwsgi_temp;\n    scgi_temp_path /var/cache/nginx/scgi_temp;\n    include /etc/nginx/conf.d/*.conf;\n}\n',
            'etc/nginx/conf.d/default.conf':
                'server {\n    listen       80;\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html;\n    }\n}\n',
            // Fills every template in, with the variables that are set and nothing else, as the official entry point does.
            'docker-entrypoint.sh':
                '#!/bin/sh\nset -e\nfor template in /etc/nginx/templates/*.template; do\n    [ -e "$template" ] || continue\n    defined=$(printf \'${%s} \' $(awk \'BEGIN { for (name in ENVIRON) print name }\'))\n    envsubst "$defined" < "$template" > "/etc/nginx/conf.d/$(basename "$template" .template)"\ndone\nexec "$@"\n',
        },
        rest: [
            'RUN groupadd --system --gid 101 nginx && useradd --system --uid 101 --gid nginx --no-create-home --home-dir /nonexistent nginx && mkdir -p /var/cache/nginx && chown nginx:nginx /var/cache/nginx && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log && nginx -t',
            'EXPOSE 80',
            'STOPSIGNAL SIGQUIT',
            'ENTRYPOINT ["/docker-entrypoint.sh"]',
            'CMD ["nginx", "-g", "daemon off;"]',
        ],
    }),
];
