# Made by Slipway. It is yours now: edit it as you like.

# The SDK of the framework that the project targets; it stays in this stage.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build

WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish "dotnet-web.csproj" --configuration Release --output /out -p:UseAppHost=false

# Only what runs ASP.NET Core.
FROM mcr.microsoft.com/dotnet/aspnet:8.0

# The app runs as a user of its own, without rights on the system; only its folder is its own.
RUN groupadd --gid 10001 app && \
    useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app && \
    install -d -o app -g app /app
ENV PORT=8080
WORKDIR /app
COPY --from=build /out .

# A number, so that a platform can check that it is not root.
USER 10001:10001
EXPOSE 8080
# sh fills in $PORT; exec hands signals to .NET itself.
CMD ["sh", "-c", "exec env ASPNETCORE_URLS=http://+:$PORT dotnet dotnet-web.dll"]
