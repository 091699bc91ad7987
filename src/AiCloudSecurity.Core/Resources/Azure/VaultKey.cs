namespace AiCloudSecurity.Resources.Azure;

/// <summary>A key in a vault that an AI service uses.</summary>
[AzureResource("Microsoft.KeyVault/vaults/keys", Of = typeof(KeyVault), ApiVersion = "2024-11-01", WhereUsed = true, Supporting = true)]
public sealed record VaultKey : Resource
{
    /// <summary>What is set.</summary>
    public VaultKeyProperties? Properties { get; init; }
}

/// <summary>What is set on a key.</summary>
public sealed record VaultKeyProperties
{
    /// <summary>Whether and until when it holds.</summary>
    public VaultKeyAttributes? Attributes { get; init; }
}

/// <summary>Whether and until when a key holds.</summary>
public sealed record VaultKeyAttributes
{
    /// <summary>Whether it may be used; true without.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Until when, in seconds since 1970; for ever without.</summary>
    public DateTimeOffset? Exp { get; init; }
}

/// <summary>A key as it is read by itself: its list does not show how it is rotated.</summary>
[AzureResource("Microsoft.KeyVault/vaults/keys/rotationPolicy", Of = typeof(VaultKey), ApiVersion = "2024-11-01", Path = "", IsSetting = true, Action = "Microsoft.KeyVault/vaults/keys/read", Supporting = true)]
public sealed record VaultKeyRotation : Resource
{
    /// <summary>What is set.</summary>
    public VaultKeyRotationProperties? Properties { get; init; }
}

/// <summary>How a key is rotated.</summary>
public sealed record VaultKeyRotationProperties
{
    /// <summary>The policy; none without.</summary>
    public RotationPolicy? RotationPolicy { get; init; }
}

/// <summary>How a key is rotated.</summary>
public sealed record RotationPolicy
{
    /// <summary>What is done when.</summary>
    public IReadOnlyList<LifetimeAction>? LifetimeActions { get; init; }
}

/// <summary>What is done in the life of a key.</summary>
public sealed record LifetimeAction
{
    /// <summary>What is done.</summary>
    public LifetimeActionType? Action { get; init; }
}

/// <summary>What is done.</summary>
public sealed record LifetimeActionType
{
    /// <summary>rotate or notify.</summary>
    public string? Type { get; init; }
}
