// My Notes: Slipway’s plan as Bicep. Build and push the image first, then:
//   az group create --name rg-notes --location westeurope
//   az deployment group create --resource-group rg-notes --template-file main.bicep --parameters image=… apiToken=… connectionstringsMain=… slipwayPullSecret=…
// Keep values of secrets off the command line: a .bicepparam file can read them by readEnvironmentVariable().

targetScope = 'resourceGroup'

@description('The image by its digest: server/repository@sha256:…')
param image string

@description('Value of the setting API_TOKEN.')
@secure()
param apiToken string

@description('Value of the setting ConnectionStrings:Main.')
@secure()
param connectionstringsMain string

@description('Value of the setting SLIPWAY_PULL_SECRET.')
@secure()
param slipwayPullSecret string

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: 'notesabc123'
  location: 'westeurope'
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
}

resource app 'Microsoft.ContainerInstance/containerGroups@2023-05-01' = {
  name: 'notes-abc123'
  location: 'westeurope'
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
  properties: {
    osType: 'Linux'
    restartPolicy: 'OnFailure'
    containers: [
      {
        name: 'notes-abc123'
        properties: {
          image: image
          ports: [
            {
              port: 8000
              protocol: 'TCP'
            }
          ]
          environmentVariables: [
            {
              name: 'GREETING'
              value: 'it\'s "quoted" \\ `id` $HOME \${{ secrets.X }} \${image} %s é'
            }
            {
              name: 'API_TOKEN'
              secureValue: apiToken
            }
            {
              name: 'ConnectionStrings:Main'
              secureValue: connectionstringsMain
            }
          ]
          resources: {
            requests: {
              cpu: 1
              memoryInGB: json('1.5')
            }
          }
        }
      }
    ]
    imageRegistryCredentials: [
      {
        server: registry.properties.loginServer
        username: '11111111-1111-4111-8111-111111111111'
        password: slipwayPullSecret
      }
    ]
    ipAddress: {
      type: 'Public'
      ports: [
        {
          port: 8000
          protocol: 'TCP'
        }
      ]
      dnsNameLabel: 'notes-abc123'
    }
  }
}

output url string = 'http://${app.properties.ipAddress.fqdn}:8000'
