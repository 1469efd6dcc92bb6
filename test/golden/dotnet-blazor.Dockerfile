# Made by Slipway. It is yours now: edit it as you like.

# The SDK of the framework that the project targets; it stays in this stage.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build

WORKDIR /src
# Only what restoring reads, so that the layer below is made again only when it changes.
COPY src/Front.csproj ./src/
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet restore "src/Front.csproj"
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish "src/Front.csproj" --configuration Release --output /out -p:UseAppHost=false

# Only what runs ASP.NET Core.
FROM mcr.microsoft.com/dotnet/aspnet:10.0

ENV PORT=8080
WORKDIR /app
# The app may write beside its files.
RUN chown 1654:1654 .
COPY --from=build --chown=1654:1654 /out .

# The image's own user `app`, as a number, so that a platform can check that it is not root.
USER 1654:1654
EXPOSE 8080
# sh fills in $PORT; exec hands signals to .NET itself.
CMD ["sh", "-c", "exec env ASPNETCORE_URLS=http://+:$PORT dotnet storefront.dll"]
