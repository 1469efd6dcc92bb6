#!/bin/sh
# My Notes: Slipway’s plan as commands. Needs the Azure CLI (az login first) and Docker; run it in the project’s folder.
set -eu

subscription='00000000-0000-4000-8000-000000000001'
group='rg-notes'
location='westeurope'
registry='notesabc123'
registry_group='rg-notes'
repository='notes'
app='notes-abc123'

# Nothing here holds the value of a secret.
: "${API_TOKEN:?Put the value of API_TOKEN into the environment first}"
: "${ConnectionStrings_Main:?Put the value of ConnectionStrings:Main into the environment first}"
: "${SLIPWAY_PULL_SECRET:?Put the value of SLIPWAY_PULL_SECRET into the environment first}"

az account set --subscription "$subscription"

# Bodies with values of secrets are written to a folder that only you can read, and are gone at the end.
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The text as the inside of a JSON string.
json() { printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'; }

# What the app needs around it.
az provider register --namespace 'Microsoft.ContainerRegistry' --wait
az provider register --namespace 'Microsoft.ManagedIdentity' --wait
az group create --name "$group" --location "$location" --output none
az acr show --name "$registry" --output none 2>/dev/null ||
  az acr create --name "$registry" --resource-group "$registry_group" --location "$location" --sku 'Basic' --admin-enabled false --output none
server=$(az acr show --name "$registry" --query loginServer --output tsv)

# The image, named by its digest.
tag=$(date -u +%Y%m%d-%H%M%S)
docker build --platform linux/amd64 --file 'Dockerfile' --tag "$server/$repository:$tag" .
az acr login --name "$registry"
docker push "$server/$repository:$tag"
digest=$(az acr manifest show-metadata --registry "$registry" --name "$repository:$tag" --query digest --output tsv)
image="$server/$repository@$digest"

cat > "$work/group.json" <<JSON
{
  "apiVersion": "2023-05-01",
  "type": "Microsoft.ContainerInstance/containerGroups",
  "name": "notes-abc123",
  "location": "westeurope",
  "tags": {
    "slipway-app": "notes-abc123",
    "slipway-project": "My Notes"
  },
  "properties": {
    "osType": "Linux",
    "restartPolicy": "OnFailure",
    "containers": [
      {
        "name": "notes-abc123",
        "properties": {
          "image": "$image",
          "ports": [
            {
              "port": 8000,
              "protocol": "TCP"
            }
          ],
          "environmentVariables": [
            {
              "name": "GREETING",
              "value": "it's \\"quoted\\" \\\\ \`id\` \$HOME \${{ secrets.X }} \${image} %s é"
            },
            {
              "name": "API_TOKEN",
              "secureValue": "$(json "$API_TOKEN")"
            },
            {
              "name": "ConnectionStrings:Main",
              "secureValue": "$(json "$ConnectionStrings_Main")"
            }
          ],
          "resources": {
            "requests": {
              "cpu": 1,
              "memoryInGB": 1.5
            }
          }
        }
      }
    ],
    "imageRegistryCredentials": [
      {
        "server": "$server",
        "username": "11111111-1111-4111-8111-111111111111",
        "password": "$(json "$SLIPWAY_PULL_SECRET")"
      }
    ],
    "ipAddress": {
      "type": "Public",
      "ports": [
        {
          "port": 8000,
          "protocol": "TCP"
        }
      ],
      "dnsNameLabel": "notes-abc123"
    }
  }
}
JSON
az container create --resource-group "$group" --file "$work/group.json" --output none
url="http://$(az container show --name "$app" --resource-group "$group" --query ipAddress.fqdn --output tsv):8000"

# Live means that the app answers.
path='/health'
for attempt in $(seq 1 60); do
  status=$(curl --silent --output /dev/null --write-out '%{http_code}' "$url$path" || true)
  case "$status" in 2?? | 3?? | 401) echo "$url answers $status"; exit 0 ;; esac
  sleep 5
done
echo "$url does not answer: $status" >&2
exit 1
