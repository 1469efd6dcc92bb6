# Made by Slipway. It is yours now: edit it as you like.

# The JDK that the project asks for; it stays in this stage.
FROM maven:3.9-eclipse-temurin-21 AS build

WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode -DskipTests package

# Only what runs Java.
FROM eclipse-temurin:21-jre

# The app runs as a user of its own, without rights on the system; only its folder is its own.
RUN groupadd --gid 10001 app && \
    useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app && \
    install -d -o app -g app /app
ENV PORT=8080
WORKDIR /app
COPY --from=build /src/target/quarkus-app/ /app/

# A number, so that a platform can check that it is not root.
USER 10001:10001
EXPOSE 8080
# sh fills in $PORT; exec hands signals to Java itself, which may use three quarters of the memory.
CMD ["sh", "-c", "exec java -XX:MaxRAMPercentage=75 -Dquarkus.http.port=$PORT -jar /app/quarkus-run.jar"]
