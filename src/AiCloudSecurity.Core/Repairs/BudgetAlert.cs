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

    /// <summary>Topics: ARNs of SNS.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The services that are counted, as bills call them; those of AI for a new one.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>Whether credits and refunds are taken off.</summary>
    public bool? Net { get; init; }

    /// <summary>At which part of the limit spending is stopped, in per cent.</summary>
    public int? StopAt { get; init; }

    /// <summary>The policy that is attached then.</summary>
    public string? StopPolicy { get; init; }

    /// <summary>The roles that it is attached to.</summary>
    public IReadOnlyList<string> StopRoles { get; init; } = [];

    /// <summary>The users that it is attached to.</summary>
    public IReadOnlyList<string> StopUsers { get; init; } = [];

    /// <summary>The groups that it is attached to.</summary>
    public IReadOnlyList<string> StopGroups { get; init; } = [];

    /// <summary>The role by which the cloud attaches it.</summary>
    public string? RoleArn { get; init; }

    /// <summary>What this comes to in an AWS account.</summary>
    public Wish InAws(Scope account) => Aws.BudgetSettings.Alert(account, this);
}
