using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Judges whether a web ACL keeps floods away from a model.</summary>
internal static class WebAclRules
{
    /// <summary>The verdict on the web ACL in front of something; null is none.</summary>
    public static Verdict Judge(string what, WebAcl? acl)
    {
        if (acl is null)
        {
            return Fail($"There is no web ACL in front of {what}.");
        }
        var rules = (acl.Rules ?? []).Where(rule => rule.Statement is not null && rule.Action?.Count is null && rule.Action?.Allow is null && rule.OverrideAction?.Count is null).ToList();
        if (!rules.Exists(rule => rule.Statement!.RateBasedStatement is not null))
        {
            return rules.Exists(rule => rule.Statement!.RuleGroupReferenceStatement is not null)
                ? Unknown($"The web ACL {acl.Identity.Name} in front of {what} uses rule groups of the account, which were not read.")
                : Fail($"The web ACL {acl.Identity.Name} in front of {what} does not limit how often somebody asks.");
        }
        return rules.SelectMany(rule => rule.Statement!.WithInner()).Any(LimitsBody) ? Pass($"The web ACL {acl.Identity.Name} in front of {what} limits callers and the size of what they send.")
            : Fail($"The web ACL {acl.Identity.Name} in front of {what} does not limit the size of what is sent.", Severity.Low);
    }

    private static bool LimitsBody(WafStatement statement) =>
        statement.SizeConstraintStatement?.FieldToMatch is { Body: not null } or { JsonBody: not null } || statement.ManagedRuleGroupStatement?.Name is "AWSManagedRulesCommonRuleSet";
}
