namespace AiCloudSecurity.Resources.Azure;

/// <summary>The subscription itself.</summary>
[AzureResource("Microsoft.Resources/subscriptions", Table = "resourcecontainers", Supporting = true)]
public sealed record Subscription : Resource;
