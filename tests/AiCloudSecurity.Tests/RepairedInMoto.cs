namespace AiCloudSecurity.Tests;

/// <summary>
/// The checks of AWS whose findings RepairCommandTests repairs in moto by the cmdlets, judges again, and takes back, while
/// boto3 reads the account before and after. What is in none of these lists AwsRepairFaultTests repairs in an account in memory.
/// </summary>
internal static class RepairedInMoto
{
    /// <summary>All at once.</summary>
    public static readonly string[] Checks =
    [
        "AWS-NET-045", "AWS-NET-004", "AWS-NET-005", "AWS-NET-009", "AWS-NET-010", "AWS-NET-011", "AWS-NET-033",
        "AWS-IAM-017", "AWS-IAM-020", "AWS-IAM-042", "AWS-IAM-044",
        "AWS-MON-002", "AWS-MON-003", "AWS-DATA-016", "AWS-DATA-023", "AWS-DATA-024", "AWS-DATA-026", "AWS-DATA-027", "AWS-DATA-028", "AWS-DATA-029", "AWS-DATA-045", "AWS-DATA-050",
        "AWS-MON-005", "AWS-MON-006", "AWS-MON-007", "AWS-MON-008", "AWS-MON-012", "AWS-MON-013", "AWS-MON-014", "AWS-IAM-038", "AWS-IAM-111",
    ];

    /// <summary>Those that take a bucket for access logs, too.</summary>
    public static readonly string[] WithPlaceForLogs = ["AWS-DATA-051", "AWS-DATA-054"];

    /// <summary>In a region of its own.</summary>
    public static readonly string[] Elsewhere = ["AWS-MON-001"];
}
