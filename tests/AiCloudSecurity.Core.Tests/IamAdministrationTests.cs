using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamAdministrationTests
{
    [Theory]
    [InlineData("iam:CreatePolicyVersion", "policy/*")]
    [InlineData("iam:SetDefaultPolicyVersion", "policy/*")]
    [InlineData("iam:AttachRolePolicy", "role/*")]
    [InlineData("iam:PutRolePolicy", "role/*")]
    [InlineData("iam:UpdateAssumeRolePolicy", "role/*")]
    [InlineData("iam:AttachUserPolicy", "user/*")]
    [InlineData("iam:PutUserPolicy", "user/*")]
    [InlineData("iam:CreateAccessKey", "user/*")]
    [InlineData("iam:CreateLoginProfile", "user/*")]
    [InlineData("iam:UpdateLoginProfile", "user/*")]
    [InlineData("iam:AttachGroupPolicy", "group/*")]
    [InlineData("iam:PutGroupPolicy", "group/*")]
    [InlineData("iam:AddUserToGroup", "group/*")]
    public void Each_way_to_take_every_right_is_one_to_administration(string action, string resource)
    {
        Assert.Contains(action, Why(action, $"arn:aws:iam::111122223333:{resource}"), StringComparison.Ordinal);
        Assert.Null(Why(action, $"arn:aws:iam::111122223333:{resource[..^1]}one"));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("iam:*", true)]
    [InlineData("iam:Get*", false)]
    [InlineData("sagemaker:*", false)]
    public void Everything_and_all_of_IAM_is_administration(string action, bool expected) => Assert.Equal(expected, Why(action, "*") is not null);

    private static string? Why(string action, string resource) => Administration.Why(IamEstate.Of($$"""{ "Effect": "Allow", "Action": "{{action}}", "Resource": "{{resource}}" }""").Access("r"));
}
