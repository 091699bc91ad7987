namespace AiCloudSecurity.Repairs;

/// <summary>What is wanted of a budget. What is null or empty stays as it is; a budget that is new gets what is usual.</summary>
public sealed record BudgetAlert
{
    /// <summary>The budget's name.</summary>
    public required string Name { get; init; }

    /// <summary>The limit of a month.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The parts of the limit at which somebody is told, in per cent of what is spent; 50, 80 and 100 for a new one.</summary>
    public IReadOnlyList<int>? Percents { get; init; }

    /// <summary>Somebody is told, too, when the limit is forecast to be exceeded.</summary>
    public bool Forecast { get; init; }

    /// <summary>E-mail addresses.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>The currency of the limit; that of the account without.</summary>
    public string? Currency { get; init; }

    /// <summary>Topics: ARNs of SNS, action groups of Azure, topics of Pub/Sub and notification channels of Google Cloud.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The services that are counted, as bills call them; those of AI for a new one.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>Whether credits and refunds are taken off.</summary>
    public bool? Net { get; init; }

    /// <summary>At which part of the limit spending is stopped, in per cent.</summary>
    public int? StopAt { get; init; }

    /// <summary>The policy of AWS that is attached then, or the action group of Azure that is set off.</summary>
    public string? StopPolicy { get; init; }

    /// <summary>The roles that it is attached to.</summary>
    public IReadOnlyList<string> StopRoles { get; init; } = [];

    /// <summary>The users that it is attached to.</summary>
    public IReadOnlyList<string> StopUsers { get; init; } = [];

    /// <summary>The groups that it is attached to.</summary>
    public IReadOnlyList<string> StopGroups { get; init; } = [];

    /// <summary>The role by which the cloud attaches it.</summary>
    public string? RoleArn { get; init; }

    /// <summary>What it takes in a project of Google Cloud that no model is called more often than so many times a minute and region.</summary>
    /// <param name="cloud">The project.</param>
    /// <param name="perMinute">How many calls a minute; 0 for none.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CloudCallException">The quotas cannot be read, or Google has none that counts calls.</exception>
    public static Task<IReadOnlyList<Wish>> CapAsync(ICloudWriter cloud, int perMinute, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        return Gcp.QuotaSettings.CapAsync(cloud, perMinute, cancellationToken);
    }

    /// <summary>What this comes to in an AWS account.</summary>
    public Wish InAws(Scope account) => Aws.BudgetSettings.Alert(account, this);

    /// <summary>What this comes to in whatever is signed in to.</summary>
    /// <param name="cloud">The account, subscription or project.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CloudCallException">Who pays for a project of Google Cloud cannot be read.</exception>
    public async Task<Wish> InAsync(ICloudWriter cloud, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        return cloud.Scope.Cloud switch
        {
            Cloud.Azure => Azure.BudgetSettings.Alert(cloud.Scope, this, now),
            Cloud.Gcp => Gcp.BudgetSettings.Alert(cloud.Scope, await Gcp.BudgetSettings.AccountAsync(cloud, cancellationToken).ConfigureAwait(false), this),
            _ => InAws(cloud.Scope),
        };
    }
}
