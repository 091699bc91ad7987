using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on datastores of Machine Learning workspaces.</summary>
internal static class DatastoreChecks
{
    [Check("AZ-IAM-016", Severity.High, "Datastore keeps no credentials",
        Risk = "Everybody in the workspace reads and changes the data with the key that it keeps, whoever he is.",
        Advice = "Register the datastore anew without credentials, and give users roles on the storage.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02, ML02", Atlas = "AML.T0055, AML.T0035",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-identity-based-service-authentication")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '{Id}?api-version=2025-06-01' --body '{"properties":{"datastoreType":"{properties.datastoreType}","accountName":"{properties.accountName}","containerName":"{properties.containerName}","credentials":{"credentialsType":"None"}}}' && az role assignment create --role 'Storage Blob Data Reader' --assignee-object-id USER_OBJECT_ID --assignee-principal-type User --scope STORAGE_ACCOUNT_ID""")]
    [Passes("""{ "properties": { "credentials": { "credentialsType": "None" } } }""")]
    [Fails("""{ "properties": { "credentials": { "credentialsType": "AccountKey" } } }""", Because = "This is what a workspace makes by itself.")]
    [Fails("""{ "properties": { "credentials": { "credentialsType": "sas" } } }""")]
    [Fails("""{ "properties": { "credentials": { "credentialsType": "ServicePrincipal" } } }""")]
    [CannotSay("""{ "properties": { "accountName": "data" } }""")]
    public static Verdict NoCredentials(MlDatastore datastore) =>
        datastore.Properties?.Credentials?.CredentialsType is not { Length: > 0 } type ? Unknown("The datastore does not say how it signs in.")
        : type.Is("None") ? Pass("Users and jobs sign in as themselves.")
        : Fail($"It keeps credentials of type {type}.");
}
