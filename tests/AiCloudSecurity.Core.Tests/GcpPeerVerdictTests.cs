using System.Text;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Verdicts that other tools are known to get wrong, each as a resource of that shape.</summary>
public sealed class GcpPeerVerdictTests
{
    private const string Endpoint = "aiplatform.googleapis.com/Endpoint";
    private const string Notebook = "notebooks.googleapis.com/Instance";
    private const string Job = "aiplatform.googleapis.com/CustomJob";
    private const string Template = "aiplatform.googleapis.com/NotebookRuntimeTemplate";

    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // What is false is left out: absent is public, and absent is no internet.
    [InlineData("GCP-NET-001", Notebook, """{ "gceSetup": {} }""", Status.Fail)]
    [InlineData("GCP-NET-001", Notebook, """{ "gceSetup": { "disablePublicIp": true } }""", Status.Pass)]
    [InlineData("GCP-NET-013", Template, """{ "networkSpec": {} }""", Status.Pass)]
    [InlineData("GCP-NET-013", Template, """{ "networkSpec": { "enableInternetAccess": true } }""", Status.Fail)]
    // An endpoint is private by a peered network, by Private Service Connect, and by the member that this had before.
    [InlineData("GCP-NET-018", Endpoint, """{ "network": "projects/1/global/networks/ai" }""", Status.Pass)]
    [InlineData("GCP-NET-018", Endpoint, """{ "privateServiceConnectConfig": { "enablePrivateServiceConnect": true } }""", Status.Pass)]
    [InlineData("GCP-NET-018", Endpoint, """{ "enablePrivateServiceConnect": true }""", Status.Pass)]
    [InlineData("GCP-NET-018", Endpoint, """{ "privateServiceConnectConfig": {} }""", Status.Fail)]
    [InlineData("GCP-NET-018", Endpoint, "{ }", Status.Fail)]
    // Finished jobs are history; nobody can mend them.
    [InlineData("GCP-NET-024", Job, """{ "state": "JOB_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z", "jobSpec": {} }""", Status.NotApplicable)]
    [InlineData("GCP-NET-024", Job, """{ "state": "JOB_STATE_RUNNING", "jobSpec": {} }""", Status.Fail)]
    [InlineData("GCP-DATA-004", Job, """{ "state": "JOB_STATE_FAILED", "createTime": "2026-05-01T00:00:00Z" }""", Status.NotApplicable)]
    [InlineData("GCP-DATA-004", Job, """{ "state": "JOB_STATE_RUNNING" }""", Status.Fail)]
    // What the first version of the notebooks' interface made is gone: neither well nor badly kept.
    [InlineData("GCP-NET-001", Notebook, """{ "state": "ACTIVE", "noPublicIp": true }""", Status.NotApplicable)]
    [InlineData("GCP-NET-005", Notebook, """{ "state": "ACTIVE", "metadata": { "notebook-disable-root": "true" } }""", Status.NotApplicable)]
    public void A_resource_is_judged_by_what_its_service_does(string id, string type, string data, Status expected) => Assert.Equal([expected], Judge(id, type, data));

    // Without a resource there is no finding, and what was not read is no empty list.
    [Fact]
    public void Nothing_to_judge_is_no_pass()
    {
        Assert.Equal([Status.Unknown], Judge("GCP-NET-018", "storage.googleapis.com/Bucket", "{ }", Endpoint));
        var check = Check.All.Single(check => check.Id == "GCP-NET-018");
        Assert.Empty(check.Judge(new Estate(Example.Estate(check, check.Examples[0]).Scope, s_now, [], [], Example.Estate(check, check.Examples[0]).Coverage)));
    }

    private static IEnumerable<Status> Judge(string id, string type, string data, string? subject = null)
    {
        var asset = $$"""[ { "name": "//{{type.Split('/')[0]}}/projects/1/locations/europe-west4/things/x", "assetType": "{{type}}", "ancestors": [ "projects/1" ], "resource": { "data": {{data}} } } ]""";
        var estate = ImportFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(asset)), "assets.json", s_now, TestContext.Current.CancellationToken).Single();
        return Check.All.Single(check => check.Id == id && check.Subject.Name == (subject ?? type)).Judge(estate).Select(finding => finding.Status);
    }
}
