using System.Text.Json;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>What the az CLI remembers of whoever signed in: <c>azureProfile.json</c> in its folder. It holds no secret.</summary>
public static class AzureProfile
{
    /// <summary>A subscription that the az CLI listed at its last sign-in.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="TenantId">The tenant that it is in.</param>
    public sealed record Subscription(string Id, string Name, string TenantId);

    /// <summary>The file, where the az CLI has one: in AZURE_CONFIG_DIR, or in .azure of the user's folder.</summary>
    public static string? File =>
        (Variable("AZURE_CONFIG_DIR") ?? (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Join(home, ".azure") : null)) is { } folder
        && Path.Join(folder, "azureProfile.json") is var file && System.IO.File.Exists(file) ? file : null;

    /// <summary>The subscriptions in it; none where it is not there or cannot be read: this is for completion, which has no errors.</summary>
    public static IReadOnlyList<Subscription> Read()
    {
        try
        {
            // It begins with a byte order mark.
            using var document = File is { } file ? JsonDocument.Parse(System.IO.File.ReadAllText(file)) : null;
            return document is null ? [] : [.. from subscription in document.RootElement.GetProperty("subscriptions").EnumerateArray()
                                               select new Subscription(Text(subscription, "id"), Text(subscription, "name"), Text(subscription, "tenantId"))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
