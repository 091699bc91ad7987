using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>A role: built in, or the customer's own. Only those that are given or may be taken, and all of the customer's own, are kept.</summary>
[AzureResource("Microsoft.Authorization/roleDefinitions", Table = "authorizationresources", NamedBy = "roleName", Supporting = true)]
public sealed record RoleDefinition : Resource, INamedOtherwise
{
    /// <summary>What is set.</summary>
    public RoleDefinitionProperties? Properties { get; init; }

    /// <summary>What identifies the role wherever it is given.</summary>
    [JsonIgnore]
    public string Guid => GuidOf(Identity.Id);

    /// <summary>Whether a customer made it.</summary>
    [JsonIgnore]
    public bool IsCustom => "CustomRole".Equals(Properties?.Type, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    [JsonIgnore]
    public IEnumerable<string> OtherNames => [Guid];

    /// <summary>What identifies the role of an id.</summary>
    public static string GuidOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id[(id.LastIndexOf('/') + 1)..].ToLowerInvariant();
    }
}

/// <summary>What a role lets whoever has it do.</summary>
public sealed record RoleDefinitionProperties
{
    /// <summary>As Contributor.</summary>
    public string? RoleName { get; init; }

    /// <summary>BuiltInRole or CustomRole.</summary>
    public string? Type { get; init; }

    /// <summary>What it gives; each part gives what it gives alone.</summary>
    public IReadOnlyList<RolePermission>? Permissions { get; init; }

    /// <summary>Where it can be given.</summary>
    public IReadOnlyList<string>? AssignableScopes { get; init; }
}

/// <summary>A part of what a role gives, or of what is denied.</summary>
public sealed record RolePermission
{
    /// <summary>Operations of Resource Manager; * stands for any text.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>Of these not.</summary>
    public IReadOnlyList<string>? NotActions { get; init; }

    /// <summary>Operations on what is in a resource.</summary>
    public IReadOnlyList<string>? DataActions { get; init; }

    /// <summary>Of these not.</summary>
    public IReadOnlyList<string>? NotDataActions { get; init; }

    /// <summary>On what it hangs; on nothing without.</summary>
    public string? Condition { get; init; }
}
