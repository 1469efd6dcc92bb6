# Made by Slipway. It is yours now: edit it as you like.

# The JDK that the project asks for; it stays in this stage.
FROM gradle:8-jdk21 AS build

WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.gradle \
    --mount=type=cache,target=/home/gradle/.gradle \
    gradle --no-daemon assemble && \
    mkdir -p /out && \
    cp "$(ls build/libs/*.jar | grep -vE -- '-(sources|javadoc|tests|plain)\.(jar|war)|original-' | head -n 1)" /out/app.jar

# Only what runs Java.
FROM eclipse-temurin:21-jre

# The app runs as a user of its own, without rights on the system; only its folder is its own.
RUN groupadd --gid 10001 app && \
    useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app && \
    install -d -o app -g app /app
ENV PORT=8081
WORKDIR /app
COPY --from=build /out/app.jar /app/app.jar

# A number, so that a platform can check that it is not root.
USER 10001:10001
EXPOSE 8081
# sh fills in $PORT; exec hands signals to Java itself, which may use three quarters of the memory.
CMD ["sh", "-c", "exec java -XX:MaxRAMPercentage=75 -Dserver.port=$PORT -jar /app/app.jar"]
