using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Core.Tests;

public sealed class ExposureConcernTests
{
    private const string Project = "projects/ai-project";

    [Theory]
    [InlineData(Reach.Internet, Authentication.None, Severity.Critical)]
    [InlineData(Reach.Internet, Authentication.Key, Severity.High)]
    [InlineData(Reach.Internet, Authentication.Token, Severity.Medium)]
    [InlineData(Reach.Internet, Authentication.Iam, Severity.Low)]
    [InlineData(Reach.Unknown, Authentication.None, Severity.Critical)]
    [InlineData(Reach.Unknown, Authentication.Iam, Severity.Low)]
    [InlineData(Reach.InternetRestricted, Authentication.None, Severity.High)]
    [InlineData(Reach.InternetRestricted, Authentication.Mtls, Severity.Low)]
    [InlineData(Reach.PeeredNetwork, Authentication.None, Severity.Medium)]
    [InlineData(Reach.PrivateNetwork, Authentication.None, Severity.Low)]
    [InlineData(Reach.PrivateNetwork, Authentication.Iam, Severity.Info)]
    [InlineData(Reach.None, Authentication.None, Severity.Info)]
    public void A_signed_interface_on_the_internet_is_no_open_door(Reach reach, Authentication authentication, Severity severity) =>
        Assert.Equal(severity, (ExposureSamples.Exposure(reach: reach) with { Authentication = authentication }).Severity);

    [Fact]
    public void No_exposure_is_milder_for_a_wider_reach_or_for_less_that_callers_show()
    {
        AiExposure Of(Reach reach, Authentication authentication) => ExposureSamples.Exposure(reach: reach) with { Authentication = authentication };
        foreach (var authentication in Enum.GetValues<Authentication>())
        {
            Assert.Equal(Enum.GetValues<Reach>().Select(reach => Of(reach, authentication).Severity).Order(), Enum.GetValues<Reach>().Select(reach => Of(reach, authentication).Severity));
        }
        foreach (var reach in Enum.GetValues<Reach>())
        {
            Authentication[] known = [Authentication.None, Authentication.Key, Authentication.Token, Authentication.Iam];
            Assert.Equal(known.Select(authentication => Of(reach, authentication).Severity).OrderDescending(), known.Select(authentication => Of(reach, authentication).Severity));
        }
    }

    [Theory]
    [InlineData("""Endpoint { "name": "it" }""", ExposureConcerns.Undeclared | ExposureConcerns.NoGateway | ExposureConcerns.NoLimit)]
    [InlineData("""Endpoint { "name": "it", "privateServiceConnectConfig": { "enablePrivateServiceConnect": true } }""", ExposureConcerns.None)]
    [InlineData("""NotebookRuntimeTemplate { "name": "it", "networkSpec": { "enableInternetAccess": true, "network": "projects/ai-project/global/networks/default" } }""",
        ExposureConcerns.Undeclared | ExposureConcerns.DefaultNetwork | ExposureConcerns.NotebookReached | ExposureConcerns.NotebookReaches | ExposureConcerns.Template)]
    [InlineData("""NotebookRuntime { "name": "it", "networkSpec": { } }""", ExposureConcerns.Undeclared | ExposureConcerns.NotebookReached)]
    public void What_the_internet_reaches_of_Google_Cloud_is_told_by_kind(string resource, ExposureConcerns concerns) =>
        Assert.Equal(concerns, ExposureEstate.One(ExposureEstate.Of(Cloud.Gcp, resource), "it").Concerns);

    [Theory]
    [InlineData("""Domain { "DomainName": "it", "DomainId": "d-1", "AppNetworkAccessType": "PublicInternetOnly" }""", "Studio URL", ExposureConcerns.Undeclared | ExposureConcerns.NotebookReached | ExposureConcerns.NotebookReaches | ExposureConcerns.Template)]
    [InlineData("""NotebookInstance { "NotebookInstanceName": "it", "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1", "SecurityGroups": [] }""", "Notebook URL", ExposureConcerns.Undeclared | ExposureConcerns.DefaultNetwork | ExposureConcerns.NotebookReached)]
    public void A_notebook_of_AWS_tells_of_a_default_network_and_of_what_is_made_by_a_domain(string resource, string entry, ExposureConcerns concerns)
    {
        var estate = ExposureEstate.Of(Cloud.Aws, resource, """Vpc { "VpcId": "vpc-1", "IsDefault": true }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "172.31.0.0/20" }""");
        Assert.Equal(concerns, Assert.Single(Exposures.Of(estate), exposure => exposure.ResourceName == "it" && exposure.Entry == entry).Concerns);
    }

    [Theory]
    [InlineData("\"managedNetwork\": { \"isolationMode\": \"AllowOnlyApprovedOutbound\" }, \"publicNetworkAccess\": \"Disabled\"", ExposureConcerns.None)]
    [InlineData("\"publicNetworkAccess\": \"Disabled\"", ExposureConcerns.NotebookReaches | ExposureConcerns.Template)]
    [InlineData("", ExposureConcerns.Undeclared | ExposureConcerns.NotebookReached | ExposureConcerns.NotebookReaches | ExposureConcerns.Template)]
    public void A_workspace_tells_what_notebooks_made_in_it_would_be(string properties, ExposureConcerns concerns) => Assert.Equal(concerns,
        Assert.Single(Exposures.Of(ExposureEstate.Of(Cloud.Azure, $$"""MlWorkspace { "name": "it", "properties": { {{properties}} } }""")), exposure => exposure is { ResourceName: "it", Entry: "Notebooks made in it" }).Concerns);

    [Theory]
    [InlineData("""{ "accessSettings": { "allowPublicAccess": true } }""", Authentication.None)]
    [InlineData("""{ "accessSettings": { "enableWebApp": true, "workforceIdentityPoolProvider": "locations/global/workforcePools/p/providers/x" } }""", Authentication.Token)]
    public void The_page_of_a_search_application_is_on_the_internet_where_it_is_on(string widget, Authentication authentication)
    {
        var page = Assert.Single(Exposures.Of(ExposureEstate.Of(Cloud.Gcp, $"SearchEngine {{ }}", $"SearchWidget {widget}")), exposure => exposure.Entry == "Widget");
        Assert.Equal((Reach.Internet, authentication), (page.Reach, page.Authentication));
        Assert.DoesNotContain(Exposures.Of(ExposureEstate.Of(Cloud.Gcp, "SearchEngine { }", """SearchWidget { "accessSettings": { } }""")), exposure => exposure.Entry == "Widget");
    }

    [Fact]
    public void A_rule_for_machines_with_secure_tags_makes_the_reach_unknown()
    {
        var shell = Assert.Single(Exposures.Of(ExposureEstate.Of(Cloud.Gcp, $$"""Network { "name": "ai" }""",
            $$"""Subnetwork { "name": "{{Project}}/regions/europe-west4/subnetworks/s", "network": "{{Project}}/global/networks/ai", "ipCidrRange": "10.0.0.0/24" }""",
            $$"""FirewallPolicy { "name": "{{Project}}/global/firewallPolicies/p", "associations": [{ "attachmentTarget": "{{Project}}/global/networks/ai" }], "rules": [{ "priority": 1, "direction": "INGRESS", "action": "allow", "targetSecureTags": [{ "name": "tagValues/1" }], "match": { "srcIpRanges": ["0.0.0.0/0"], "layer4Configs": [{ "ipProtocol": "tcp", "ports": ["22"] }] } }] }""",
            $$"""WorkbenchInstance { "name": "nb", "gceSetup": { "networkInterfaces": [{ "network": "{{Project}}/global/networks/ai", "subnet": "{{Project}}/regions/europe-west4/subnetworks/s" }] } }""")),
            exposure => exposure is { ResourceName: "nb", Entry: "SSH" });
        Assert.Equal(Reach.Unknown, shell.Reach);
        Assert.Contains("secure tags", shell.Because, StringComparison.Ordinal);
    }
}
