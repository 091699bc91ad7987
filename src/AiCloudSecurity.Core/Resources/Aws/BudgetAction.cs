namespace AiCloudSecurity.Resources.Aws;

/// <summary>What a budget does by itself when it is exceeded, as DescribeBudgetActionsForAccount gives it.</summary>
[AwsResource("AWS::Budgets::BudgetsAction", "budgets",
    List = "DescribeBudgetActionsForAccount", Items = "Actions", Input = """{ "AccountId": "{account}" }""",
    Id = "arn:{partition}:budgets::{account}:budget/{BudgetName}/action/{ActionId}", NameMember = "ActionId", Global = true)]
public sealed record BudgetAction : Resource
{
    /// <summary>The budget.</summary>
    public string? BudgetName { get; init; }

    /// <summary>APPLY_IAM_POLICY, APPLY_SCP_POLICY or RUN_SSM_DOCUMENTS.</summary>
    public string? ActionType { get; init; }

    /// <summary>AUTOMATIC or MANUAL.</summary>
    public string? ApprovalModel { get; init; }

    /// <summary>STANDBY while it waits for the budget to be exceeded.</summary>
    public string? Status { get; init; }
}
