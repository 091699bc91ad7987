using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on spaces of SageMaker Studio.</summary>
internal static class SpaceChecks
{
    [Check("AWS-IAM-014", Severity.Medium, "Studio space is private",
        Risk = "Everybody in the domain can run code in a shared space, with its role and on its files.",
        Advice = "Recreate the space as private, or keep the domain to the people who share it.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.Recreate, Atlas = "AML.T0012, AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/domain-space.html")]
    [Command("aws sagemaker describe-space --domain-id {DomainId} --space-name {Name} --region {Region} && aws sagemaker create-space --domain-id {DomainId} --space-name NEW_NAME --ownership-settings OwnerUserProfileName=USER_PROFILE_NAME --space-sharing-settings SharingType=Private --region {Region}")]
    [Passes("""{ "DomainId": "d-1", "SpaceSharingSettings": { "SharingType": "Private" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": {  } }""")]
    [Fails("""{ "DomainId": "d-1", "SpaceSharingSettings": { "SharingType": "Shared" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": {  } }""")]
    [Fails("""{ "DomainId": "d-1" }""", """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": {  } }""",
        Because = "Spaces that do not say so are older than private ones.")]
    [Passes("""{ "DomainId": "d-1", "SpaceSharingSettings": { "SharingType": "Shared" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        Because = "There is nobody to share it with.")]
    [Passes("""{ "DomainId": "d-2", "SpaceSharingSettings": { "SharingType": "Shared" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": {  } }""")]
    public static Verdict Sharing(Space space, DomainProfiles profiles)
    {
        if (space.SpaceSharingSettings?.SharingType is "Private")
        {
            return Pass("It is private.");
        }
        var people = profiles.Of(space.DomainId).Count();
        return people > 1
            ? Fail($"All {people} user profiles of {space.DomainId} can open it.")
            : Pass("It is shared, but the domain has no second user profile.");
    }

    [Check("AWS-IAM-016", Severity.Medium, "Studio space cannot be reached from a local IDE",
        Risk = "A tunnel from a laptop carries data and code past the browser's sign-in and the network's controls.",
        Advice = "Disable remote access in the space's settings, when it is stopped.",
        Tip = Tip.NotebookSharing | Tip.PublicExposure, Remedy = Remedy.MayBreak, Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SpaceSettings.html")]
    [Command("aws sagemaker list-apps --domain-id-equals {DomainId} --space-name-equals {Name} --region {Region} && aws sagemaker update-space --domain-id {DomainId} --space-name {Name} --space-settings RemoteAccess=DISABLED --region {Region}")]
    [Passes("""{ "SpaceSettings": { "RemoteAccess": "DISABLED" } }""")]
    [Passes("""{ }""",
        Because = "It is off unless AWS is told otherwise.")]
    [Fails("""{ "SpaceSettings": { "RemoteAccess": "ENABLED" } }""")]
    public static Verdict RemoteAccess(Space space) =>
        space.SpaceSettings?.RemoteAccess is "ENABLED" ? Fail("A local IDE can connect to it.") : Pass("Remote access is off.");
}
