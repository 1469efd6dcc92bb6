# Made by Slipway. It is yours now: edit it as you like.

# Pinned to a minor version of nginx's stable line; the last number is left open for security fixes.
FROM nginx:1.28

ENV PORT=8080
# nginx listens on $PORT, above 1024, so that it needs no root; the image's entry point fills the template in.
RUN sed -i -e 's#^pid .*#pid /tmp/nginx.pid;#' -e '/^user /d' /etc/nginx/nginx.conf && \
    mkdir -p /etc/nginx/templates && \
    printf 'server {\n    listen ${PORT};\n    root /usr/share/nginx/html;\n    index index.html;\n    error_page 404 /404.html;\n    location / {\n        try_files $uri $uri/ $uri.html =404;\n    }\n}\n' > /etc/nginx/templates/default.conf.template && \
    chown -R 101:101 /etc/nginx/conf.d /var/cache/nginx
COPY . /usr/share/nginx/html/

# The image's own user `nginx`, as a number, so that a platform can check that it is not root.
USER 101:101
EXPOSE 8080
# The image's own, which fills in the template.
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
