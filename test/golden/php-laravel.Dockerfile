# Made by Slipway. It is yours now: edit it as you like.

# The libraries; Composer itself stays in this stage.
FROM composer:2 AS vendor

WORKDIR /app
# Only what installing reads, so that the layer below is made again only when it changes.
COPY composer.json ./
RUN --mount=type=cache,target=/tmp/cache \
    composer install --no-dev --no-interaction --no-scripts --no-autoloader --prefer-dist --ignore-platform-reqs
COPY . .
RUN composer dump-autoload --no-dev --no-scripts --optimize --ignore-platform-reqs

# Pinned to a minor version of PHP; the last number is left open for security fixes.
FROM php:8.4-apache

RUN docker-php-ext-install bcmath opcache pdo_mysql
ENV PORT=8080
# Apache listens on $PORT, above 1024, so that it needs no root, and serves the folder of index.php.
RUN mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini" && \
    a2enmod rewrite && \
    sed -ri 's/^Listen 80$/Listen ${PORT}/' /etc/apache2/ports.conf && \
    sed -ri -e 's/:80>/:${PORT}>/' -e 's#DocumentRoot .*#DocumentRoot /var/www/html/public#' /etc/apache2/sites-available/000-default.conf && \
    printf '<Directory /var/www/html/public>\n    AllowOverride All\n    Require all granted\n</Directory>\n' > /etc/apache2/conf-enabled/app.conf
WORKDIR /var/www/html
COPY --chown=33:33 . .
COPY --from=vendor --chown=33:33 /app/vendor ./vendor
# The framework writes here.
RUN mkdir -p storage bootstrap/cache && \
    chown -R 33:33 storage bootstrap/cache

# www-data, as a number, so that a platform can check that it is not root.
USER 33:33
EXPOSE 8080
# Healthy means that the port is open: a page may need a sign-in or a database.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["php","-r","exit(@fsockopen('127.0.0.1', (int) getenv('PORT')) ? 0 : 1);"]
CMD ["apache2-foreground"]
