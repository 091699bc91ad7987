namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// The account as its organisation sees it, as DescribeAccount gives it. Only the management account and delegated
/// administrators may ask.
/// </summary>
[AwsResource("AWS::Organizations::Account", "organizations",
    Describe = "DescribeAccount", Input = """{ "AccountId": "{account}" }""", Unwrap = "Account", None = "AWSOrganizationsNotInUseException",
    NameMember = "Name", Global = true)]
public sealed record OrganizationAccount : Resource
{
    /// <summary>Twelve digits.</summary>
    public string? Id { get; init; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>ACTIVE, SUSPENDED or PENDING_CLOSURE; State takes its place.</summary>
    public string? Status { get; init; }

    /// <summary>PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE or CLOSED.</summary>
    public string? State { get; init; }

    /// <summary>Where it stands, as o-exampleorgid/r-abcd/ou-abcd-11111111/ou-abcd-22222222/111122223333/; an account has one.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>An address of a person.</summary>
    [Sensitive]
    public string? Email { get; init; }

    /// <summary>The ids of root, organisational units and account, from the top; null where AWS did not say.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string>? Levels
    {
        get
        {
            if (Paths is not [{ } path, ..] || Id is null)
            {
                return null;
            }
            List<string> levels = [.. path.Split('/').Where(part => part.StartsWith("r-", StringComparison.Ordinal) || part.StartsWith("ou-", StringComparison.Ordinal))];
            return levels is [['r', ..], ..] ? [.. levels, Id] : null;
        }
    }
}
