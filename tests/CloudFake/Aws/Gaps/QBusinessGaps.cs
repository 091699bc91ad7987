using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Amazon Q Business, which moto does not have.</summary>
internal static class QBusinessGaps
{
    private const string Service = "qbusiness";
    private const string Controls = "chat-controls";

    private static readonly Kept[] s_kinds =
    [
        new()
        {
            Service = Service, Create = "CreateApplication", Get = "GetApplication", List = "ListApplications", Items = "applications", Key = "applicationId",
            Make = call =>
            {
                var made = Made(call, "application", "applicationId", call.Text("displayName"), "displayName", "identityType", "iamIdentityProviderArn", "roleArn", "description",
                    "encryptionConfiguration", "attachmentsConfiguration", "qAppsConfiguration", "personalizationConfiguration");
                made["applicationArn"] = call.Arn(Service, $"application/{made["applicationId"]}");
                made["identityType"] ??= "AWS_IAM_IDC";
                return made;
            },
            Created = ["applicationId", "applicationArn"],
            Summary = ["displayName", "applicationId", "createdAt", "updatedAt", "status", "identityType"],
        },
        new()
        {
            Service = Service, Create = "CreateDataAccessor", List = "ListDataAccessors", Items = "dataAccessors", Of = ["applicationId"], Key = "dataAccessorId",
            Make = call =>
            {
                var made = Made(call, "data-accessor", "dataAccessorId", call.Text("displayName"), "displayName", "principal", "authenticationDetail");
                made["dataAccessorArn"] = call.Arn(Service, $"application/{call.Text("applicationId")}/data-accessor/{made["dataAccessorId"]}");
                made["idcApplicationArn"] = $"arn:aws:sso::{call.Account}:application/ssoins-0123456789abcdef/apl-0123456789abcdef";
                return made;
            },
            Created = ["dataAccessorId", "dataAccessorArn", "idcApplicationArn"],
            Summary = ["displayName", "dataAccessorId", "dataAccessorArn", "idcApplicationArn", "principal", "authenticationDetail", "createdAt", "updatedAt"],
        },
        new()
        {
            Service = Service, Create = "CreateWebExperience", Get = "GetWebExperience", List = "ListWebExperiences", Items = "webExperiences", Of = ["applicationId"], Key = "webExperienceId",
            Make = call =>
            {
                var made = Made(call, "web-experience", "webExperienceId", call.Text("title"), "title", "subtitle", "welcomeMessage", "origins", "roleArn");
                made["webExperienceArn"] = call.Arn(Service, $"application/{call.Text("applicationId")}/web-experience/{made["webExperienceId"]}");
                made["defaultEndpoint"] = $"https://{Kept.IdOf(call, call.Text("title"), 8)}.chat.qbusiness.{call.Region}.on.aws/";
                return made;
            },
            Created = ["webExperienceId", "webExperienceArn"],
            Summary = ["webExperienceId", "createdAt", "updatedAt", "defaultEndpoint", "status"],
        },
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        Kept.AddTo(handlers, s_kinds);
        handlers[$"{Service}:UpdateChatControlsConfiguration"] = call => Task.FromResult(UpdateControls(call));
        handlers[$"{Service}:GetChatControlsConfiguration"] = call => Task.FromResult(GetControls(call));
    }

    private static JsonObject Made(GapCall call, string kind, string key, string name, params string[] members)
    {
        var made = call.Input.Pick(members);
        made[key] = Kept.UuidOf(call, $"{kind}/{name}");
        made["status"] = "ACTIVE";
        made["createdAt"] = GapCall.NowText;
        made["updatedAt"] = GapCall.NowText;
        return made;
    }

    private static AwsAnswer UpdateControls(GapCall call)
    {
        var controls = call.Table(Controls)[call.Text("applicationId")] ?? [];
        controls.Take(call.Input, "responseScope", "creatorModeConfiguration", "hallucinationReductionConfiguration");
        if (call.Input["blockedPhrasesConfigurationUpdate"] is JsonObject update)
        {
            controls["blockedPhrases"] = new JsonObject { ["blockedPhrases"] = update["blockedPhrasesToCreateOrUpdate"]?.DeepClone() ?? new JsonArray() };
        }

        call.Table(Controls)[call.Text("applicationId")] = controls;
        return call.Ok(new JsonObject());
    }

    private static AwsAnswer GetControls(GapCall call)
    {
        var controls = call.Table(Controls)[call.Text("applicationId")] ?? [];
        controls["responseScope"] ??= "ENTERPRISE_CONTENT_ONLY";
        controls["creatorModeConfiguration"] ??= new JsonObject { ["creatorModeControl"] = "DISABLED" };
        return call.Ok(controls);
    }
}
