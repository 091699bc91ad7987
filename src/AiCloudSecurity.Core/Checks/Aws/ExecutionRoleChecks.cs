using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the roles that AI workloads run as.</summary>
internal static class ExecutionRoleChecks
{
    [Check("AWS-IAM-009", Severity.Critical, "Notebook's role is no administrator",
        Risk = "Every cell of the notebook, and every package that it loads, rules the account.",
        Advice = "Give the notebook a role that holds only what its work needs.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html")]
    [Command("aws sagemaker stop-notebook-instance --notebook-instance-name {Name} --region {Region} && aws sagemaker wait notebook-instance-stopped --notebook-instance-name {Name} --region {Region} && aws sagemaker update-notebook-instance --notebook-instance-name {Name} --role-arn NEW_ROLE_ARN --region {Region}")]
    [Passes("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "VersionId": "v1", "Document": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }, { "VersionId": "v2", "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""",
        Because = "Only the default version counts.")]
    [Passes("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }, { "Effect": "Deny", "Action": "iam:*", "Resource": "*" }] } }] }""")]
    [Fails("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22iam%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D" }] }""")]
    [Fails("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "PowerUserAccess", "PolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::aws:policy/PowerUserAccess", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*" } } }] }""")]
    [Fails("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "arn:aws:iam::*:role/*" } } }] }""")]
    [Skips("""{ "RoleArn": "arn:aws:iam::111122223333:role/gone" }""")]
    [CannotSay("""{ }""")]
    [CannotSay("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""")]
    public static Verdict Notebook(NotebookInstance notebook, RoleAccess roles) =>
        notebook.RoleArn is null ? Unknown("AWS does not say which role it has.")
        : roles.Find(notebook.RoleArn) is not { } role ? NotApplicable($"Its role {notebook.RoleArn} does not exist.")
        : Administration.Why(roles.Of(role)) is { } why ? Fail($"Its role is {role.Identity.Name}. {why}")
        : Pass($"Its role {role.Identity.Name} is no administrator.");

    [Check("AWS-IAM-010", Severity.High, "Studio's roles hold no more than Studio needs",
        Risk = "Everybody in Studio can do with models, data and roles what only a few should.",
        Advice = "Give the domain and its user profiles roles that hold only what their work needs.",
        Tip = Tip.LeastPrivilege | Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html")]
    [Command("aws sagemaker describe-domain --domain-id {DomainId} --region {Region} && aws sagemaker update-domain --domain-id {DomainId} --default-user-settings ExecutionRole=NEW_ROLE_ARN --region {Region} && aws sagemaker update-user-profile --domain-id {DomainId} --user-profile-name USER_PROFILE_NAME --user-settings ExecutionRole=NEW_ROLE_ARN --region {Region}")]
    [Passes("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Passes("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r" }""",
        """UserProfile { "DomainId": "d-2", "UserProfileName": "ann", "UserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/admin" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/admin", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""",
        Because = "The profile is one of another domain.")]
    [Fails("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" }] }""")]
    [Fails("""{ "DomainId": "d-1", "DefaultSpaceSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    [Fails("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r" }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "ann", "UserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/admin" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/admin", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*" } } }] }""")]
    [Skips("""{ "DomainId": "d-1" }""")]
    [CannotSay("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""")]
    public static Verdict Studio(Domain domain, DomainProfiles profiles, RoleAccess roles)
    {
        var uses = profiles.Of(domain)
            .Select(profile => (Who: $"the user profile {profile.UserProfileName}", Role: profile.UserSettings?.ExecutionRole))
            .Prepend(("spaces", domain.DefaultSpaceSettings?.ExecutionRole)).Prepend(("users", domain.DefaultUserSettings?.ExecutionRole));
        var seen = false;
        foreach (var (who, arn) in uses)
        {
            if (roles.Find(arn) is not { } role)
            {
                continue;
            }
            seen = true;
            if (role.AttachedManagedPolicies?.FirstOrDefault(policy => policy is { IsAws: true, PolicyName: "AmazonSageMakerFullAccess" }) is not null)
            {
                return Fail($"The role {role.Identity.Name} of {who} holds AmazonSageMakerFullAccess.");
            }
            if (Administration.Why(roles.Of(role)) is { } why)
            {
                return Fail($"It gives {who} the role {role.Identity.Name}. {why}");
            }
        }
        return seen ? Pass("None of its roles is an administrator or holds AmazonSageMakerFullAccess.") : NotApplicable("It names no role.");
    }

    [Check("AWS-IAM-026", Severity.High, "Agent's role holds little and is for this account's agents only",
        Risk = "Whoever talks the agent into something does it with all that its role may do.",
        Advice = "Give the agent a role that holds only what its tools need and that trusts Bedrock for this account only.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html")]
    [Command("aws bedrock-agent get-agent --agent-id {agentId} --region {Region} && aws bedrock-agent update-agent --agent-id {agentId} --agent-name {Name} --foundation-model {foundationModel} --agent-resource-role-arn NEW_ROLE_ARN --instruction file://instruction.txt --region {Region} && aws bedrock-agent prepare-agent --agent-id {agentId} --region {Region}")]
    [Passes("""{ "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } }, "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*::foundation-model/m" } } }] }""")]
    [Fails("""{ "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole" } } }""")]
    [Fails("""{ "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } }, "AttachedManagedPolicies": [{ "PolicyName": "AmazonS3FullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3FullAccess" }] }""")]
    [Fails("""{ "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } }, "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    [CannotSay("""{ "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } }, "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""")]
    [Passes("""{ "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } }, "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*" } } }] }""")]
    [Skips("""{ "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/gone" }""")]
    [CannotSay("""{ "agentId": "A1" }""")]
    [Passes("""{ "agentId": "A1", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } }, "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::aws:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::aws:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*" } } }] }""", Because = "AWS's own policies for one task are well.")]
    public static Verdict Agent(Agent agent, RoleAccess roles)
    {
        if (agent.AgentResourceRoleArn is null)
        {
            return Unknown("AWS does not say which role it has.");
        }
        if (roles.Find(agent.AgentResourceRoleArn) is not { } role)
        {
            return NotApplicable($"Its role {agent.AgentResourceRoleArn} does not exist.");
        }
        return role.AttachedManagedPolicies?.FirstOrDefault(policy => policy.IsAws && policy.PolicyName?.EndsWith("FullAccess", StringComparison.Ordinal) is true) is { } full
            ? Fail($"Its role {role.Identity.Name} holds {full.PolicyName}.")
            : Every.Of($"Its role {role.Identity.Name} trusts no AI service.",
            [
                () => Administration.Why(roles.Of(role)) is { } why ? Fail($"Its role is {role.Identity.Name}. {why}") : Pass($"Its role {role.Identity.Name} is no administrator."),
                () => IamRoleTrustChecks.ConfusedDeputy(role),
            ]);
    }

    [Check("AWS-IAM-031", Severity.High, "Knowledge base's role reads and calls only what it names",
        Risk = "Questions to the knowledge base can bring up documents that were never meant for it.",
        Advice = "Limit the role to the buckets, collections and models that the knowledge base uses.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM08, LLM02", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html")]
    [Command("aws iam put-role-policy --role-name ROLE_NAME --policy-name ThisKnowledgeBase --policy-document file://policy.json && aws iam detach-role-policy --role-name ROLE_NAME --policy-arn WIDE_POLICY_ARN")]
    [Passes("""{ "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*" }, { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:eu-west-1::foundation-model/m" }, { "Effect": "Allow", "Action": "aoss:APIAccessAll", "Resource": "arn:aws:aoss:eu-west-1:111122223333:collection/c" }] } }] }""")]
    [Fails("""{ "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::*" } } }] }""")]
    [Fails("""{ "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aoss:APIAccessAll", "Resource": "*" } } }] }""")]
    [Fails("""{ "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:eu-west-1::foundation-model/*" } } }] }""")]
    [Skips("""{ "knowledgeBaseId": "K1", "roleArn": "arn:aws:iam::111122223333:role/gone" }""")]
    [CannotSay("""{ "knowledgeBaseId": "K1" }""")]
    public static Verdict KnowledgeBase(KnowledgeBase knowledgeBase, RoleAccess roles, Scope scope)
    {
        if (knowledgeBase.RoleArn is null)
        {
            return Unknown("AWS does not say which role it has.");
        }
        if (roles.Find(knowledgeBase.RoleArn) is not { } role)
        {
            return NotApplicable($"Its role {knowledgeBase.RoleArn} does not exist.");
        }
        var held = roles.Of(role);
        return held.Allowing("s3:GetObject", $"arn:{scope.Partition}:s3:::*/*") is { } read ? Fail($"{read} lets its role read every bucket.")
            : held.Allowing("aoss:APIAccessAll", $"arn:{scope.Partition}:aoss:{{region}}:{scope.Id}:collection/*") is { } search ? Fail($"{search} lets its role use every collection of OpenSearch.")
            : held.Allowing("bedrock:InvokeModel", $"arn:{scope.Partition}:bedrock:{{region}}::foundation-model/*") is { } invoke ? Fail($"{invoke} lets its role {Display.Safe(role.Identity.Name)} call every model.")
            : Pass($"Its role {role.Identity.Name} is limited to buckets, collections and models by name.");
    }
}
