namespace AiCloudSecurity.Repairs.Azure;

/// <summary>Who has which role in Azure.</summary>
internal static class AccessSettings
{
    /// <summary>An assignment of a role. One that is taken away is made again by the same name.</summary>
    public static readonly ArmSetting RoleAssignment = new()
    {
        Name = "azure/authorization/RoleAssignment",
        Type = "Microsoft.Authorization/roleAssignments",
        ApiVersion = "2022-04-01",
        IsWhole = true,
        ComesAndGoes = true,
        Members =
        [
            "properties.roleDefinitionId", "properties.principalId", "properties.principalType", "properties.condition", "properties.conditionVersion", "properties.description",
            "properties.delegatedManagedIdentityResourceId",
        ],
    };
}
